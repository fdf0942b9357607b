/** The kinds of values a property may have. */
export type PropertyKind = 'string' | 'number' | 'integer' | 'boolean' | 'timestamp'
/** The type of a property; one with `!` must be there in every event. */
export type PropertyText = PropertyKind | `${PropertyKind}!`
/** A length of time: minutes, hours, days or weeks. */
export type Duration = `${number}${'m' | 'h' | 'd' | 'w'}`
/** A share; the sign says which way it is meant and may be left out. */
export type ShareText = `<${number}%` | `${number}%`

/** What happens to a personal value before it is written anywhere. */
export type Treatment = 'keep' | 'truncate' | 'encrypt' | 'hash' | 'drop'
type KindIn<T extends PropertyText> = T extends `${infer Kind}!` ? Kind : T

/** The treatments that leave a value of the same type. */
export type TreatmentFor<T extends PropertyText> =
  KindIn<T> extends 'string' ? Treatment : KindIn<T> extends 'boolean' ? 'keep' | 'drop' : 'keep' | 'truncate' | 'drop'

/** Everything about a property that is not in its type; `purpose` is that of the event when absent. */
export type PrivacyOptions = { readonly purpose?: string; readonly retention?: Duration; readonly description?: string }

export type PropertyPrivacy = {
  readonly class: 'personal' | 'sensitive'
  readonly treatment: Treatment
  readonly purpose?: string
  readonly retention?: Duration
  readonly retentionDays?: number
}

/** A property: its type, the texts it may have, or everything about it. */
export type ModelProperty =
  | PropertyText
  | readonly [string, ...string[]]
  | {
      readonly type: PropertyText
      readonly required?: boolean
      readonly description?: string
      readonly values?: readonly [string, ...string[]]
      readonly privacy?: PropertyPrivacy
    }

/** A property about a person, with what happens to its values before they are written anywhere. */
export type PersonalProperty<T extends PropertyText> = {
  readonly type: T
  readonly privacy: PropertyPrivacy
  readonly description?: string
}

/** A property about a person: it collects nothing until somebody with the role privacy has approved it. */
export function personal<const T extends PropertyText>(
  type: T,
  treatment: TreatmentFor<T>,
  options: PrivacyOptions = {},
): PersonalProperty<T> {
  return withPrivacy('personal', type, treatment, options)
}

/** A personal property that can do harm, such as health or belief; reviewers and masks are stricter about it. */
export function sensitive<const T extends PropertyText>(
  type: T,
  treatment: TreatmentFor<T>,
  options: PrivacyOptions = {},
): PersonalProperty<T> {
  return withPrivacy('sensitive', type, treatment, options)
}

function withPrivacy<T extends PropertyText>(
  level: PropertyPrivacy['class'],
  type: T,
  treatment: Treatment,
  { description, ...rest }: PrivacyOptions,
): PersonalProperty<T> {
  const privacy = { class: level, treatment, ...rest }
  return { type, ...(description === undefined ? {} : { description }), privacy }
}
