import { Select } from '@mantine/core'
import type { ReactElement } from 'react'
import { useEnvironment } from '../data/environment.ts'
import { useEnvironments } from '../data/project.ts'

/** Which environment one looks at. */
export function EnvironmentSwitch(): ReactElement {
  const environments = useEnvironments()
  const [environment, choose] = useEnvironment()
  return (
    <Select
      aria-label="Environment"
      w={132}
      value={environment}
      data={environments.map(({ key, name }) => ({ value: key, label: name }))}
      onChange={value => value !== null && choose(value)}
    />
  )
}
