const ROW = /^\| (\d\S*) \| (.+?) \|$/gmu;

/** The lines of the test plan that are of demands: `| 8(3)⑥ | what must be true |`, in Japanese, in their order. */
export const plannedIn = (plan: string): { clause: string; words: string }[] => {
  const table = plan.split(/^## /mu).find((part) => part.startsWith('4 ')) ?? '';
  return [...table.matchAll(ROW)].map(([, clause = '', words = '']) => ({ clause, words }));
};
