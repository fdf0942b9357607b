/** What is said before a flag is archived. */
export const flagArchiving = {
  about: 'Apps that still ask for it get the default in their code. It keeps its history and can be brought back.',
  action: 'Archive the flag',
}
