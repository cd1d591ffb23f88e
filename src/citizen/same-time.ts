/** Every answer takes at least this long, so that the time does not tell an unknown ID from a wrong birthday. */
export const SAME_TIME_MS = 300;

export const atLeast = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  const [result] = await Promise.all([work, new Promise((resolve) => setTimeout(resolve, ms))]);
  return result;
};
