/** The project in which the console's own use is counted; nobody means it who names none. */
export const selfProject = 'assay'
