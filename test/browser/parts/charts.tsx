import { Stack } from '@mantine/core'
import type { ReactElement } from 'react'
import { Bars } from '../../../src/console/charts/bars.tsx'
import { IntervalBars } from '../../../src/console/charts/interval-bars.tsx'
import { LineChart } from '../../../src/console/charts/line-chart.tsx'
import { numberText, tickText } from '../../../src/console/parts/number-text.tsx'
import { Screen } from '../../../src/console/shell/screen.tsx'

const dayMs = 86_400_000
const startMs = Date.parse('2026-01-01T00:00:00Z')
const points = Array.from({ length: 14 }, (_, i) => ({
  x: startMs + i * dayMs,
  y: i === 5 ? undefined : 0.02 + 0.03 / (i + 1),
  low: i === 5 ? undefined : 0.02 - 0.05 / (i + 1),
  high: i === 5 ? undefined : 0.02 + 0.09 / (i + 1),
}))
const day = (ms: number) => new Date(ms).toISOString().slice(0, 10)
const lift = (value: number) => numberText(value, 'lift')

/** Every chart, with gaps and unknown values. */
export function Charts(): ReactElement {
  return (
    <Screen title="Charts">
      <Stack gap="xl">
        <LineChart
          title="Lift of orders"
          about="Cumulative, percent of control"
          x="time"
          formatX={day}
          tickX={ms => day(ms).slice(5)}
          formatY={lift}
          tickY={value => tickText(value, 'lift')}
          series={[
            { name: 'simple', points },
            { name: 'bold', points: points.map(({ x, y }) => ({ x, y: y === undefined ? undefined : y + 0.03 })) },
          ]}
          marks={[{ x: startMs + 3 * dayMs, label: 'Ramp to 50 %' }]}
        />
        <Bars
          title="Exposures"
          about="Units a day"
          format={value => numberText(value, 'count')}
          bars={points.map(({ x }, i) => ({
            key: String(x),
            label: day(x).slice(5),
            value: i === 4 ? undefined : i * 1200,
            expected: 9000,
          }))}
        />
        <IntervalBars
          title="Metrics"
          about="Relative to control, 95 % intervals"
          format={lift}
          formatTick={value => tickText(value, 'lift')}
          rows={[
            {
              key: 'a',
              label: 'Conversion',
              point: 0.031,
              low: 0.01,
              high: 0.052,
              wings: { low: -0.004, high: 0.066 },
              tone: 'ok',
            },
            { key: 'b', label: 'Latency', point: -0.01, low: -0.03, high: 0.01, margin: -0.02, tone: 'warning' },
            { key: 'c', label: 'Returns', point: undefined },
            { key: 'd', label: 'Rare event', point: 0.02, low: -3, high: 3, tone: 'control' },
          ]}
        />
      </Stack>
    </Screen>
  )
}
