import { stringify } from 'yaml'
import type { Model } from '../contract/model.ts'
import { modelSource } from '../core/model/model-source.ts'
import { shortModel } from '../core/model/shorthand.ts'

/** How a model file may be written. */
export type FileFormat = 'ts' | 'yaml' | 'json'

/** A model as the text of a file, in shorthand; reading it again gives the same model. */
export function fileText(model: Model, format: FileFormat): string {
  if (format === 'ts') return modelSource(model)
  const short = shortModel(model)
  return format === 'json' ? `${JSON.stringify(short, undefined, 2)}\n` : stringify(short, { lineWidth: 120 })
}
