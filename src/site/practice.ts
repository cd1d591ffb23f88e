/** What the name of a practice city begins with: pages, titles, mails and papers all bear it, since all of them say the city's name. */
export const PRACTICE_MARK = '【練習】';

/** Whether a city is one to practise in. The data say so, not a setting of a process: no door can forget it. */
export const isPractice = ({ name }: { name: string }): boolean => name.startsWith(PRACTICE_MARK);

/** Whether a name would turn a real city into one to practise in: its mails would reach nobody, and no form could take the mark away again. */
export const wouldBecomePractice = (before: string, after: string): boolean =>
  !isPractice({ name: before }) && isPractice({ name: after });

/** A city's new name: one to practise in stays one, whatever is typed. */
export const nameAfter = (before: string, after: string): string =>
  isPractice({ name: before }) && !isPractice({ name: after }) ? `${PRACTICE_MARK}${after}` : after;

/** Across the top of every page of a practice city; undefined elsewhere. */
export const practiceBand = (city: { name: string }): string | undefined =>
  isPractice(city) ? '練習用の画面です。本番の予約とカードには影響しません。' : undefined;
