/** How long a visit takes at the counter, in minutes, as the city set it: for one, and for each more. */
export type Takes = { minutes: number; more: number };

/** The same for so many people; 0: the city says nothing. */
export const takesFor = (takes: Takes | undefined, people: number): number =>
  takes === undefined || takes.minutes <= 0 ? 0 : takes.minutes + takes.more * Math.max(0, people - 1);
