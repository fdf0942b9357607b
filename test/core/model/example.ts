import { Model } from '../../../src/contract/model.ts'
import { WrittenModel } from '../../../src/contract/model-file.ts'
import { expandedModel } from '../../../src/core/model/expand.ts'

/** A model as it was written, in full. */
export function modelFrom(written: unknown): Model {
  return Model.parse(expandedModel(WrittenModel.parse(written)))
}
