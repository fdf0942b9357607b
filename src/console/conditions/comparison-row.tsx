import { ActionIcon, Autocomplete, Menu, Select } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { type ReactElement, useEffect, useRef } from 'react'
import type { DraftComparison } from '../../core/evaluate/condition-text.ts'
import { ActionsMenu } from '../parts/actions-menu.tsx'
import { hint } from '../parts/hint.ts'
import classes from './condition.module.css'
import { useFault } from './faults.ts'
import { choiceOf, choicesFor, foldsCase, withAttribute, withOperator } from './operators.ts'
import type { Vocabulary } from './use-vocabulary.ts'
import { ValueInput } from './value-input.tsx'

type Props = {
  comparison: DraftComparison
  onChange: (comparison: DraftComparison) => void
  onRemove: () => void
  vocabulary: Vocabulary
  path: string
  /** Just added: the first field takes the focus. */
  fresh: boolean
}

/** One comparison: attribute, operator by the attribute's type, value. */
export function ComparisonRow({ comparison, onChange, onRemove, vocabulary, path, fresh }: Props): ReactElement {
  const { attribute } = comparison
  const { attributes, lists } = vocabulary
  const type = attributes.get(attribute)?.type
  const attributeFault = useFault(`${path}/attribute`)
  const ownFault = useFault(path)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (fresh) field.current?.focus()
  }, [fresh])
  return (
    <div className={classes.comparison}>
      <Autocomplete
        ref={field}
        aria-label="Attribute"
        placeholder="Attribute, such as age"
        data={[...attributes.keys()]}
        value={attribute}
        error={attributeFault ?? ownFault}
        description={
          attribute !== '' && type === undefined ? 'not declared: values are taken as they are written' : null
        }
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        spellCheck={false}
        autoComplete="off"
        selectFirstOptionOnChange
        onChange={next => onChange(withAttribute(comparison, next, type, attributes.get(next)?.type))}
      />
      <Select
        aria-label="Comparison"
        data={choicesFor(type, choiceOf(comparison))}
        value={choiceOf(comparison)}
        maxDropdownHeight={320}
        onChange={choice => choice !== null && onChange(withOperator(comparison, choice))}
      />
      <div className={classes.value}>
        <ValueInput comparison={comparison} onChange={onChange} type={type} lists={lists} path={path} />
      </div>
      <div className={classes.acts}>
        <Options comparison={comparison} onChange={onChange} />
        <ActionIcon
          {...hint('Remove')}
          variant="subtle"
          color="gray"
          aria-label={`Remove the condition on ${attribute || 'nothing yet'}`}
          onClick={onRemove}
        >
          <IconX size={16} />
        </ActionIcon>
      </div>
    </div>
  )
}

function Options({ comparison, onChange }: Pick<Props, 'comparison' | 'onChange'>): ReactElement {
  const { attribute, op } = comparison
  return (
    <ActionsMenu label={`Options of ${attribute || 'this condition'}`}>
      {foldsCase(op) && (
        <Menu.Item
          leftSection={<Tick on={comparison.caseInsensitive === true} />}
          onClick={() => onChange({ ...comparison, caseInsensitive: !comparison.caseInsensitive || undefined })}
        >
          Capital letters do not matter
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<Tick on={comparison.onMissing === 'match'} />}
        onClick={() => onChange({ ...comparison, onMissing: comparison.onMissing === 'match' ? undefined : 'match' })}
      >
        Also true when it is not known
      </Menu.Item>
      <Menu.Item
        leftSection={<Tick on={comparison.negate === true} />}
        onClick={() => onChange({ ...comparison, negate: !comparison.negate || undefined })}
      >
        Turned round (not)
      </Menu.Item>
    </ActionsMenu>
  )
}

function Tick({ on }: { on: boolean }): ReactElement {
  return on ? <IconCheck size={14} aria-label="chosen:" /> : <span style={{ display: 'block', width: 14 }} />
}
