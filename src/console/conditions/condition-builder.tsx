import { ActionIcon, Button, Group, Select } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { type ReactElement, type Ref, useRef, useState } from 'react'
import type { DraftCondition } from '../../core/evaluate/condition-text.ts'
import { hint } from '../parts/hint.ts'
import { AudienceRow } from './audience-row.tsx'
import { ComparisonRow } from './comparison-row.tsx'
import classes from './condition.module.css'
import {
  blankComparison,
  type Group as ConditionGroup,
  type GroupMode,
  grouped,
  groupOf,
  modeNames,
  outermost,
  outermostOf,
} from './draft-group.ts'
import type { Vocabulary } from './use-vocabulary.ts'

type Props = {
  /** Absent: everyone. */
  condition: DraftCondition | undefined
  onChange: (condition: DraftCondition | undefined) => void
  vocabulary: Vocabulary
  /** JSON pointer of the condition, for what is wrong with it. */
  path: string
  /** The first field takes the focus when it appears. */
  fresh?: boolean
}

/** Writes a condition: comparisons and audiences, in groups within groups. */
export function ConditionBuilder({ condition, onChange, vocabulary, path, fresh = false }: Props): ReactElement {
  const group: ConditionGroup =
    condition === undefined ? { mode: 'all', parts: [], pathOf: () => '' } : outermostOf(condition)
  return (
    <GroupEditor
      group={group}
      onChange={(mode, parts) => onChange(outermost(mode, parts))}
      vocabulary={vocabulary}
      path={path}
      fresh={fresh}
      level={1}
    />
  )
}

type GroupProps = {
  group: ConditionGroup
  onChange: (mode: GroupMode, parts: DraftCondition[]) => void
  onRemove?: () => void
  vocabulary: Vocabulary
  path: string
  fresh: boolean
  level: number
}

const levelsMax = 29

function GroupEditor({ group, onChange, onRemove, vocabulary, path, fresh, level }: GroupProps): ReactElement {
  const { mode, parts, pathOf } = group
  const [added, setAdded] = useState<number>()
  const add = useRef<HTMLButtonElement>(null)
  const replace = (index: number, part: DraftCondition) => onChange(mode, parts.with(index, part))
  const append = (part: DraftCondition) => {
    setAdded(parts.length)
    onChange(mode, [...parts, part])
  }
  const remove = (index: number) => {
    setAdded(undefined)
    onChange(mode, parts.toSpliced(index, 1))
    add.current?.focus()
  }
  return (
    <fieldset className={classes.group} data-level={level > 1 ? 'inner' : 'outer'} aria-label={modeNames[mode]}>
      {(parts.length > 1 || level > 1 || mode !== 'all') && (
        <div className={classes.groupHead}>
          <Select
            aria-label="How the conditions count together"
            size="xs"
            w="9.5rem"
            data={Object.entries(modeNames).map(([value, label]) => ({ value, label }))}
            value={mode}
            onChange={next => next !== null && onChange(next as GroupMode, parts)}
          />
          {onRemove && (
            <ActionIcon
              {...hint('Remove the group')}
              variant="subtle"
              color="gray"
              aria-label="Remove the group"
              onClick={onRemove}
            >
              <IconX size={16} />
            </ActionIcon>
          )}
        </div>
      )}
      {parts.map((part, index) => (
        <Part
          // Parts have no identity but their place; every field of them is controlled.
          key={placeOf(index)}
          part={part}
          onChange={next => replace(index, next)}
          onRemove={() => remove(index)}
          vocabulary={vocabulary}
          path={`${path}${pathOf(index)}`}
          fresh={index === added || (fresh && index === 0)}
          level={level}
        />
      ))}
      <Adding first={add} onAdd={append} groups={level < levelsMax} />
    </fieldset>
  )
}

type AddingProps = { first: Ref<HTMLButtonElement>; onAdd: (part: DraftCondition) => void; groups: boolean }

function Adding({ first, onAdd, groups }: AddingProps): ReactElement {
  const look = { size: 'compact-sm', variant: 'subtle', leftSection: <IconPlus size={14} /> } as const
  return (
    <Group gap="xs">
      <Button {...look} ref={first} onClick={() => onAdd(blankComparison())}>
        Condition
      </Button>
      <Button {...look} onClick={() => onAdd({ audience: '' })}>
        Audience
      </Button>
      {groups && (
        <Button {...look} onClick={() => onAdd({ any: [blankComparison()] })}>
          Group
        </Button>
      )}
    </Group>
  )
}

function placeOf(index: number): string {
  return `part ${index}`
}

type PartProps = Omit<GroupProps, 'group' | 'onChange'> & {
  part: DraftCondition
  onChange: (part: DraftCondition) => void
  onRemove: () => void
}

function Part({ part, onChange, onRemove, vocabulary, path, fresh, level }: PartProps): ReactElement {
  const group = groupOf(part)
  if (group !== undefined) {
    return (
      <GroupEditor
        group={group}
        onChange={(mode, parts) => (parts.length === 0 ? onRemove() : onChange(grouped(mode, parts)))}
        onRemove={onRemove}
        vocabulary={vocabulary}
        path={path}
        fresh={fresh}
        level={level + 1}
      />
    )
  }
  if ('audience' in part) {
    const { audiences } = vocabulary
    return (
      <AudienceRow
        leaf={part}
        onChange={onChange}
        onRemove={onRemove}
        audiences={audiences}
        path={path}
        fresh={fresh}
      />
    )
  }
  if (!('attribute' in part)) throw new Error('a condition is a group, an audience or a comparison')
  return (
    <ComparisonRow
      comparison={part}
      onChange={onChange}
      onRemove={onRemove}
      vocabulary={vocabulary}
      path={path}
      fresh={fresh}
    />
  )
}
