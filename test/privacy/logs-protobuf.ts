import { BinaryWriter } from '@bufbuild/protobuf/wire'

/** What is exported: one log record for each name, with these texts as its attributes, its resource and its body. */
export type Exported = { at: number; names: readonly string[]; attributes: Readonly<Record<string, string>> }

/** An ExportLogsServiceRequest (opentelemetry-proto 1.x, logs/v1/logs.proto) as an exporter writes it. */
export function logsAsProtobuf({ at, names, attributes }: Exported): Uint8Array<ArrayBuffer> {
  const request = new BinaryWriter()
  const resourceLogs = request.uint32(tag(1)).fork()
  writeAttributes(resourceLogs.uint32(tag(1)).fork(), 1, attributes).join()
  const scopeLogs = resourceLogs.uint32(tag(2)).fork()
  for (const name of names) {
    const record = scopeLogs.uint32(tag(2)).fork()
    record.uint32((1 << 3) | 1).fixed64(BigInt(at) * 1_000_000n)
    record.uint32(tag(5)).fork().uint32(tag(1)).string(Object.values(attributes).join(' ')).join()
    writeAttributes(record, 6, attributes)
    if (name !== '') record.uint32(tag(12)).string(name)
    record.join()
  }
  scopeLogs.join()
  resourceLogs.join()
  return new Uint8Array(request.finish())
}

function writeAttributes(into: BinaryWriter, field: number, attributes: Exported['attributes']): BinaryWriter {
  for (const [key, value] of Object.entries(attributes)) {
    into.uint32(tag(field)).fork().uint32(tag(1)).string(key)
    into.uint32(tag(2)).fork().uint32(tag(1)).string(value).join().join()
  }
  return into
}

/** A field whose value has a length before it. */
function tag(field: number): number {
  return (field << 3) | 2
}
