import { faults } from './faults.ts'
import { simulateCalm, simulateFaults } from './simulation.ts'

/**
 * Prints the table of docs/HEALTH.md: every fault at every rate, and what is wrongly said of healthy weeks. Usage:
 * node test/faults/run.ts [seeds = 16] [first seed = 9001] [rates = 50,500,5000]. Thresholds were chosen on seeds below 9001.
 */
const seedsCount = Number(process.argv[2] ?? 16)
const firstSeed = Number(process.argv[3] ?? 9001)
const seedsFrom = (count: number) => Array.from({ length: count }, (_, index) => firstSeed + index)
const seeds = seedsFrom(seedsCount)
const rates = (process.argv[4] ?? '50,500,5000').split(',').map(Number)

const rows = rates.flatMap(rate => simulateFaults(rate, seeds))
const calm = rates.map(rate => simulateCalm(rate, seeds))

console.log(`| fault | ${rates.map(rate => `${rate}/h`).join(' | ')} |`)
console.log(`|---|${rates.map(() => '---').join('|')}|`)
for (const { name } of faults) {
  const cells = rates.map(rate => {
    const row = rows.find(({ fault, eventsPerHour }) => fault === name && eventsPerHour === rate)
    if (row === undefined) return ''
    const hours = row.hoursToFind.toSorted((one, other) => one - other)
    const at = (share: number) => hours[Math.min(hours.length - 1, Math.ceil(share * hours.length) - 1)]
    return `${row.found}/${row.runs}, ${at(0.5)} h, ${at(0.95)} h, ${hours.at(-1)} h`
  })
  console.log(`| ${name} | ${cells.join(' | ')} |`)
}
const [runs, found] = [rows.reduce((sum, row) => sum + row.runs, 0), rows.reduce((sum, row) => sum + row.found, 0)]
console.log(
  `\nFound: ${found} of ${runs} (${((100 * found) / runs).toFixed(2)} %), seeds ${firstSeed} to ${firstSeed + seedsCount - 1}.\n`,
)
console.log('| healthy series-weeks | false incidents | a week | which |')
console.log('|---|---|---|---|')
for (const { eventsPerHour, weeks, incidents } of calm) {
  const checks = Object.entries(Object.groupBy(incidents, ({ check }) => check))
  const which = checks.map(([check, list]) => `${check} ${list?.length ?? 0}`).join(', ')
  console.log(
    `| ${weeks} at ${eventsPerHour}/h | ${incidents.length} | ${(incidents.length / weeks).toFixed(3)} | ${which} |`,
  )
}

if (rates.includes(500)) {
  const large = faults.filter(({ name }) => name === 'add_to_cart -40 %')
  const [drop] = simulateFaults(500, seedsFrom(20 * seedsCount), large)
  const hours = drop?.hoursToFind ?? []
  const within = hours.filter(hour => hour <= 1).length
  const share = ((100 * within) / (drop?.runs ?? 1)).toFixed(1)
  const words = `within one hour in ${within} of ${drop?.runs} seeds (${share} %), at most ${Math.max(...hours)} h`
  console.log(`\n-40 % of 500 an hour: ${words}.`)
}
