import { useSortable } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { ActionIcon } from '@mantine/core'
import { IconChevronUp, IconCopy, IconGripVertical, IconPencil, IconTrash } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { FlagTraffic } from '../../contract/traffic.ts'
import { conditionText } from '../../core/evaluate/condition-text.ts'
import { ruleText, servingText } from '../../core/evaluate/serving-text.ts'
import { useFaultBelow } from '../conditions/faults.ts'
import { hint } from '../parts/hint.ts'
import { unbroken } from '../parts/unbroken.ts'
import type { DraftRule } from './draft-flag.ts'
import { useEditor } from './editor.ts'
import classes from './flag-editor.module.css'
import { RolloutBar } from './rollout-bar.tsx'
import { RuleEditor } from './rule-editor.tsx'
import { RuleTraffic } from './rule-traffic.tsx'

type Props = {
  rule: DraftRule
  number: number
  path: string
  opened: boolean
  /** Just added: its first field takes the focus. */
  fresh: boolean
  traffic: FlagTraffic | undefined
  onOpen: (opened: boolean) => void
  onChange: (rule: DraftRule) => void
  onDuplicate: () => void
  onRemove: () => void
}

/** One rule as a sentence, with how much of recent traffic it would have caught; opened it is edited in place. */
export function RuleCard(props: Props): ReactElement {
  const { rule, number, path, opened, fresh, traffic, onOpen, onChange, onDuplicate, onRemove } = props
  const { mayChange, names } = useEditor()
  const sortable = useSortable({ id: rule.id, disabled: !mayChange })
  const { setNodeRef, setActivatorNodeRef, attributes, listeners, transform, transition, isDragging } = sortable
  const faulty = useFaultBelow(path) !== undefined
  const title = `Rule ${number}`
  return (
    <li
      ref={setNodeRef}
      className={classes.rule}
      data-dragging={isDragging}
      data-faulty={faulty}
      aria-label={`${title}: ${ruleText(rule, names)}`}
      style={{ transform: CSS.Translate.toString(transform), transition }}
    >
      <div className={classes.ruleHead}>
        {mayChange ? (
          <ActionIcon
            ref={setActivatorNodeRef}
            {...attributes}
            {...listeners}
            variant="subtle"
            color="gray"
            className={classes.grip ?? ''}
            aria-label={`Move rule ${number}`}
            aria-roledescription="sortable rule"
          >
            <IconGripVertical size={16} />
          </ActionIcon>
        ) : null}
        <span className={classes.ruleNumber}>{number}</span>
        <div className={classes.sentence}>
          <Sentence rule={rule} />
          {!opened && 'rollout' in rule.serve && (
            <RolloutBar weights={rule.serve.rollout.variants} coverage={rule.serve.rollout.coverage} />
          )}
          <RuleTraffic rule={rule.id} traffic={traffic} />
        </div>
        {mayChange && (
          <div className={classes.ruleActs}>
            <Act
              label={`${opened ? 'Close' : 'Edit'} rule ${number}`}
              onClick={() => onOpen(!opened)}
              expanded={opened}
            >
              {opened ? <IconChevronUp size={16} /> : <IconPencil size={16} />}
            </Act>
            <Act label={`Duplicate rule ${number}`} onClick={onDuplicate}>
              <IconCopy size={16} />
            </Act>
            <Act label={`Remove rule ${number}`} onClick={onRemove}>
              <IconTrash size={16} />
            </Act>
          </div>
        )}
      </div>
      {opened && mayChange && <RuleEditor rule={rule} onChange={onChange} path={path} fresh={fresh} />}
    </li>
  )
}

/** What the rule says, in words. */
function Sentence({ rule }: { rule: DraftRule }): ReactElement {
  const { names } = useEditor()
  return (
    <>
      <p>
        {rule.condition === undefined ? (
          <>Everyone</>
        ) : (
          <>
            <span className={classes.quiet}>When </span>
            {conditionText(rule.condition, names)}
          </>
        )}
      </p>
      <p>
        <span className={classes.quiet}>serve </span>
        <strong>{unbroken(servingText(rule.serve, names))}</strong>
      </p>
      {rule.description !== undefined && <p className={classes.quiet}>{rule.description}</p>}
    </>
  )
}

function Act({
  label,
  onClick,
  expanded,
  children,
}: {
  label: string
  onClick: () => void
  expanded?: boolean
  children: ReactElement
}): ReactElement {
  return (
    <ActionIcon
      {...hint(label)}
      variant="subtle"
      color="gray"
      aria-label={label}
      onClick={onClick}
      {...(expanded === undefined ? {} : { 'aria-expanded': expanded })}
    >
      {children}
    </ActionIcon>
  )
}
