/** What a look at the surroundings found. `wrong`: it cannot work as it is. `care`: it works, and somebody should know. */
export type Finding = { level: 'good' | 'care' | 'wrong'; says: string };

export const good = (says: string): Finding => ({ level: 'good', says });
export const care = (says: string): Finding => ({ level: 'care', says });
export const wrong = (says: string): Finding => ({ level: 'wrong', says });
