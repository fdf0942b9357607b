import type { DuckDBConnection } from '@duckdb/node-api'
import { readRows } from './duckdb-rows.ts'

/** Takes the lines that end a stay in quarantine out of the batch, so that their ids are not taken for duplicates. */
export async function setReleasesApart(connection: DuckDBConnection): Promise<boolean> {
  const [row] = await readRows(connection, 'SELECT count(*) AS lines FROM batch WHERE outcome IS NOT NULL')
  if (row?.lines === 0) return false
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE releases AS SELECT *, rowid AS place FROM batch WHERE outcome IS NOT NULL;
    DELETE FROM batch WHERE outcome IS NOT NULL;
  `)
  return true
}

/**
 * Ends stays in quarantine: of each event still there the first line counts, every other one changes nothing, so that a
 * line may be journalled any number of times. Replayed events join the batch, to be loaded like any other.
 */
export async function release(connection: DuckDBConnection): Promise<void> {
  const sameEvent = 'q.project = r.project AND q.id = r.id AND q.received = make_timestamp_ms(r.received)'
  await connection.run(`
    DELETE FROM releases WHERE place NOT IN (
      SELECT min(place) FROM releases AS r JOIN quarantine AS q ON ${sameEvent} GROUP BY r.project, r.id, r.received
    );
    DELETE FROM quarantine AS q USING releases AS r WHERE ${sameEvent};
    INSERT INTO batch BY NAME SELECT * EXCLUDE (place) FROM releases WHERE outcome = 'replayed';
    DROP TABLE releases;
  `)
}
