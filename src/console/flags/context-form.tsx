import { ActionIcon, Autocomplete, Button, Group, JsonInput, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { type ContextDraft, contextOfJson, contextOfLines } from './context-text.ts'
import { useEditor } from './editor.ts'
import classes from './flag-editor.module.css'

type Props = { context: ContextDraft; onChange: (context: ContextDraft) => void }

/** Who is asking: attribute by attribute, or as JSON pasted from somewhere. */
export function ContextForm({ context, onChange }: Props): ReactElement {
  const { vocabulary } = useEditor()
  const { lines, json, asJson } = context
  const toJson = () =>
    onChange({ ...context, asJson: true, json: JSON.stringify(contextOfLines(lines, vocabulary), null, 2) })
  const toLines = () => {
    const read = contextOfJson(json)
    if (read === undefined) return
    onChange({
      ...context,
      asJson: false,
      lines: Object.entries(read).map(([attribute, value]) => ({
        attribute,
        text: typeof value === 'string' ? value : JSON.stringify(value),
      })),
    })
  }
  if (asJson)
    return <ContextJson json={json} onChange={text => onChange({ ...context, json: text })} onLines={toLines} />
  const set = (index: number, change: Partial<(typeof lines)[number]>) =>
    onChange({ ...context, lines: lines.map((line, at) => (at === index ? { ...line, ...change } : line)) })
  return (
    <>
      {lines.map(({ attribute, text }, index) => (
        <div key={placeOf(index)} className={classes.contextLine}>
          <Autocomplete
            aria-label={`Attribute ${index + 1}`}
            placeholder="attribute"
            data={['targetingKey', ...vocabulary.attributes.keys()]}
            value={attribute}
            spellCheck={false}
            onChange={next => set(index, { attribute: next })}
          />
          <TextInput
            aria-label={`Value of ${attribute || 'it'}`}
            placeholder="not known"
            value={text}
            spellCheck={false}
            onChange={event => set(index, { text: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Leave out ${attribute || 'it'}`}
            onClick={() => onChange({ ...context, lines: lines.toSpliced(index, 1) })}
          >
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange({ ...context, lines: [...lines, { attribute: '', text: '' }] })}
        >
          Attribute
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={toJson}>
          Paste JSON
        </Button>
      </Group>
    </>
  )
}

type JsonProps = { json: string; onChange: (json: string) => void; onLines: () => void }

function ContextJson({ json, onChange, onLines }: JsonProps): ReactElement {
  const unread = contextOfJson(json) === undefined
  return (
    <>
      <JsonInput
        aria-label="Context as JSON"
        placeholder={'{ "targetingKey": "user-1", "age": 70 }'}
        autosize
        minRows={4}
        maxRows={14}
        value={json}
        error={unread ? 'This is no JSON object yet' : undefined}
        onChange={onChange}
      />
      <Button size="compact-sm" variant="subtle" onClick={onLines} disabled={unread}>
        As a form
      </Button>
    </>
  )
}

function placeOf(index: number): string {
  return `line ${index}`
}
