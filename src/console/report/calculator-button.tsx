import { Button, CopyButton } from '@mantine/core'
import { IconCheck, IconTerminal2 } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { CalculatorLine } from '../../contract/calculators.ts'

/** The command that computes a number again. Its input holds numbers and names of options only, so quoting it is safe. */
export function calculatorCommand({ name, input }: CalculatorLine): string {
  return `echo '${JSON.stringify(input)}' | assay calc ${name}`
}

/** Copies that command. */
export function CalculatorButton({ line, what }: { line: CalculatorLine; what: string }): ReactElement {
  return (
    <CopyButton value={calculatorCommand(line)} timeout={1500}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          size="xs"
          mr="xs"
          mt="xs"
          onClick={copy}
          leftSection={copied ? <IconCheck size={14} /> : <IconTerminal2 size={14} />}
        >
          {copied ? 'Copied' : `Copy ${what} as assay calc`}
        </Button>
      )}
    </CopyButton>
  )
}
