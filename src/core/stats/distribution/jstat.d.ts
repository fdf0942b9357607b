// The part of jStat the statistics core uses; the package ships no types.
declare module 'jstat' {
  const jStat: { chisquare: { cdf(x: number, df: number): number } }
  export default jStat
}
