const between = `e._environment = 'production' AND e._time >= TIMESTAMP '2026-01-01' AND e._time < TIMESTAMP '2026-01-29'
    AND e._time >= x.first - INTERVAL 14 DAY AND e._time < x.first + INTERVAL 7 DAY`

const exposed = `exposed AS (
  SELECT user_id, any_value(variant) AS variant, min(_time) AS first
  FROM project_shop."$exposure"
  WHERE _environment = 'production' AND experiment = 'checkout' AND phase = 1
  GROUP BY user_id
  HAVING count(DISTINCT variant) = 1 AND min(_time) >= TIMESTAMP '2026-01-15'
)`

const perEvent = (event: string, columns: string) => `(
  SELECT x.user_id, ${columns}
  FROM project_shop.${event} e JOIN exposed x ON e.user_id = x.user_id
  WHERE ${between}
  GROUP BY x.user_id
)`

const twice = (name: string, aggregate: (side: string) => string) =>
  `${aggregate('e._time >= x.first')} AS ${name}, ${aggregate('e._time < x.first')} AS ${name}_pre`
const counted = (name: string) => twice(name, side => `count(*) FILTER (WHERE ${side})`)
const summed = (name: string, property: string) => twice(name, side => `sum(${property}) FILTER (WHERE ${side})`)

const totals = ['orders', 'revenue', 'items', 'carts', 'checkouts', 'views', 'ms', 'failures'].flatMap(name => [
  name,
  `${name}_pre`,
])
const rates = { bought: 'orders', carted: 'carts', checked_out: 'checkouts' }

const single = (y: string) => `avg(${y}), avg(${y}_pre), var_samp(${y}), var_samp(${y}_pre), covar_samp(${y}, ${y}_pre)`
const ratio = (y: string, z: string) =>
  `${single(y)}, ${single(z)}, covar_samp(${y}, ${z}), covar_samp(${y}, ${z}_pre), covar_samp(${y}_pre, ${z}), covar_samp(${y}_pre, ${z}_pre)`

/** What a good analyst writes by hand for the ten metrics of this bench and nothing else: one query, each table once. */
export const handWritten = `WITH ${exposed},
purchases AS ${perEvent('purchase_complete', [counted('orders'), summed('revenue', 'amount'), summed('items', 'items')].join(', '))},
additions AS ${perEvent('add_to_cart', counted('carts'))},
starts AS ${perEvent('checkout_started', counted('checkouts'))},
pages AS ${perEvent('page_view', [counted('views'), summed('ms', 'ms')].join(', '))},
fails AS ${perEvent('payment_failed', counted('failures'))},
people AS (
  SELECT variant, ${totals.map(name => `coalesce(${name}, 0)::DOUBLE AS ${name}`).join(', ')},
    ${Object.entries(rates)
      .flatMap(([rate, total]) =>
        ['', '_pre'].map(side => `(coalesce(${total}${side}, 0) > 0)::INTEGER AS ${rate}${side}`),
      )
      .join(', ')}
  FROM exposed LEFT JOIN purchases USING (user_id) LEFT JOIN additions USING (user_id) LEFT JOIN starts USING (user_id)
    LEFT JOIN pages USING (user_id) LEFT JOIN fails USING (user_id)
)
SELECT variant, count(*)::DOUBLE AS units, ${['bought', 'revenue', 'items', 'carted', 'carts', 'checked_out', 'views', 'failures'].map(single).join(', ')},
  ${ratio('revenue', 'orders')}, ${ratio('ms', 'views')}
FROM people GROUP BY variant ORDER BY variant`

/** The same once more, with what we know to be fastest on DuckDB: units as small numbers, and raw sums that lose digits. */
export const tuned = handWritten
  .replace('exposed AS (', 'exposed AS MATERIALIZED (SELECT row_number() OVER () AS number, * FROM (')
  .replace(`TIMESTAMP '2026-01-15'\n)`, `TIMESTAMP '2026-01-15'\n))`)
  .replaceAll('SELECT x.user_id,', 'SELECT x.number,')
  .replaceAll('GROUP BY x.user_id', 'GROUP BY x.number')
  .replaceAll('USING (user_id)', 'USING (number)')
  .replaceAll(/(?:var|covar)_samp\((\w+)(?:, (\w+))?\)/g, (_, y: string, x?: string) => `sum(${y} * ${x ?? y})`)
