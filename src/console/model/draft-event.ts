import type { z } from 'zod'
import type { EventDefinition, Property, PropertyPrivacy, PropertyType } from '../../contract/event-definition.ts'

/** A property while it is edited. The number keeps it apart from others while its name changes. */
export type DraftProperty = {
  id: number
  name: string
  type: PropertyType
  required: boolean
  description: string
  values: string[]
  privacy: (Omit<PropertyPrivacy, 'retentionDays'> & { retentionDays: number | '' }) | undefined
}

/** An event while it is edited: every field is there, empty ones are texts without letters. */
export type DraftEvent = {
  key: string
  description: string
  owner: string
  purpose: string
  priority: EventDefinition['priority']
  source: EventDefinition['source']
  trigger: string
  truth: boolean
  consent: string
  freshnessMinutes: number | ''
  retentionDays: number | ''
  duplicatesPercent: number | ''
  missingPercent: number | ''
  completeness: { against: string; by: string; minPercent: number | '' } | undefined
  properties: DraftProperty[]
}

export type WrittenEvent = z.input<typeof EventDefinition>

const types: readonly PropertyType[] = ['string', 'number', 'integer', 'boolean', 'timestamp']

/** A property to begin with. */
export function newProperty(name = '', type: PropertyType = 'string'): DraftProperty {
  return { id: nextId(), name, type, required: false, description: '', values: [], privacy: undefined }
}

/** A new event, perhaps with a name and `name:type` of properties that were seen. */
export function newEvent(key = '', properties = ''): DraftEvent {
  return {
    key,
    description: '',
    owner: '',
    purpose: '',
    priority: 'normal',
    source: 'any',
    trigger: '',
    truth: false,
    consent: '',
    freshnessMinutes: '',
    retentionDays: '',
    duplicatesPercent: '',
    missingPercent: '',
    completeness: undefined,
    properties: properties.split(',').flatMap(text => {
      const [name = '', type = ''] = text.split(':')
      return name === '' ? [] : [newProperty(name, types.find(one => one === type) ?? 'string')]
    }),
  }
}

/** A definition as it is edited. */
export function draftOf(event: EventDefinition): DraftEvent {
  const { expect = {} } = event
  return {
    ...newEvent(event.key),
    description: event.description ?? '',
    owner: event.owner,
    purpose: event.purpose,
    priority: event.priority,
    source: event.source,
    trigger: event.trigger ?? '',
    truth: event.truth ?? false,
    consent: event.consent ?? '',
    freshnessMinutes: event.freshnessMinutes ?? '',
    retentionDays: event.retentionDays ?? '',
    duplicatesPercent: percentOf(expect.duplicatesMax),
    missingPercent: percentOf(expect.missingMax),
    completeness: expect.completeness && {
      against: expect.completeness.against,
      by: expect.completeness.by,
      minPercent: percentOf(expect.completeness.min),
    },
    properties: Object.entries(event.properties).map(([name, property]) => draftProperty(name, property)),
  }
}

/** What a draft says, as the API takes it. */
export function definitionOf(draft: DraftEvent): WrittenEvent {
  const { key, owner, purpose, priority, source, completeness } = draft
  const expect = {
    ...(draft.duplicatesPercent === '' ? {} : { duplicatesMax: shareOf(draft.duplicatesPercent) }),
    ...(draft.missingPercent === '' ? {} : { missingMax: shareOf(draft.missingPercent) }),
    ...(completeness === undefined
      ? {}
      : {
          completeness: {
            against: completeness.against,
            by: completeness.by,
            min: shareOf(Number(completeness.minPercent)),
          },
        }),
  }
  return {
    key,
    ...said('description', draft.description),
    owner,
    purpose,
    priority,
    source,
    ...said('trigger', draft.trigger),
    ...(draft.truth ? { truth: true } : {}),
    ...said('consent', draft.consent),
    ...said('freshnessMinutes', draft.freshnessMinutes),
    ...said('retentionDays', draft.retentionDays),
    ...(Object.keys(expect).length === 0 ? {} : { expect }),
    properties: Object.fromEntries(draft.properties.map(property => [property.name, propertyOf(property)])),
  }
}

/** What is missing or wrong before anybody is asked, by the path the API would name. */
export function draftFaults(draft: DraftEvent): Map<string, string> {
  const faults = new Map<string, string>()
  if (!snakeName.test(draft.key)) faults.set('/key', 'use snake_case: lower-case letters, digits and underscores')
  if (draft.owner.trim() === '') faults.set('/owner', 'name the team or person who answers for it')
  if (draft.purpose.trim() === '') faults.set('/purpose', 'say what it is collected for')
  const seen = new Set<string>()
  for (const { id, name, privacy } of draft.properties) {
    const at = `#${id}`
    if (!snakeName.test(name)) faults.set(`${at}/name`, 'use snake_case')
    else if (seen.has(name)) faults.set(`${at}/name`, 'another property has this name')
    seen.add(name)
    if (privacy !== undefined && privacy.purpose.trim() === '')
      faults.set(`${at}/purpose`, 'say what its values are for')
  }
  return faults
}

const snakeName = /^[a-z][a-z0-9_]{0,99}$/
let lastId = 0

function nextId(): number {
  lastId += 1
  return lastId
}

function draftProperty(name: string, { type, required, description, values, privacy }: Property): DraftProperty {
  return {
    ...newProperty(name, type),
    required,
    description: description ?? '',
    values: values ?? [],
    privacy: privacy && { ...privacy, retentionDays: privacy.retentionDays ?? '' },
  }
}

function propertyOf({ type, required, description, values, privacy }: DraftProperty): z.input<typeof Property> {
  return {
    type,
    required,
    ...said('description', description),
    ...(values.length === 0 || type !== 'string' ? {} : { values }),
    ...(privacy === undefined
      ? {}
      : {
          privacy: {
            class: privacy.class,
            treatment: privacy.treatment,
            purpose: privacy.purpose,
            ...said('retentionDays', privacy.retentionDays),
          },
        }),
  }
}

function said<Name extends string, Value extends string | number>(
  name: Name,
  value: Value | '',
): { [N in Name]?: Value } {
  const given = typeof value === 'string' ? value.trim() : value
  return given === '' ? {} : ({ [name]: given } as { [N in Name]?: Value })
}

function percentOf(share: number | undefined): number | '' {
  return share === undefined ? '' : Number((share * 100).toFixed(6))
}

function shareOf(percent: number): number {
  return Number((percent / 100).toFixed(8))
}
