/** The pattern of LIKE that finds a text anywhere; its own signs mean themselves. */
export const likeText = (text: string): string => `%${text.replace(/[\\%_]/gu, (sign) => `\\${sign}`)}%`;
