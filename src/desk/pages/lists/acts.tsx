import { Button } from '../../../lib/html/index.ts';
import { can } from '../../../staff/rights.ts';
import { leadsWithin } from '../../bounds/leads-within.ts';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import type { AskedList } from './asked.ts';
import { filterQuery } from './query.ts';

type Act = {
  /** What its button sends. */
  code: string;
  /** `of`: 「選択した行」, or the whole list. */
  words: (of: string) => string;
  /** Where it is done, for the rows that `query` chooses. */
  href: (query: Record<string, string>) => string;
};

/** What this clerk may do with many rows of a list at once. */
export const actsOn = (ask: SignedAsk, { list }: AskedList): readonly Act[] => [
  ...(list.ofBookings !== undefined && can(ask.session, 'mails.mailing')
    ? [
        {
          code: 'mailing',
          words: (of: string) => `${of}に一斉メールを作成する`,
          href: (query: Record<string, string>) => withQuery(paths.newMailing, { ...query, list: list.code }),
        },
      ]
    : []),
  ...(list.ofMails === true && can(ask.session, 'mails.retry')
    ? [
        {
          code: 'many-mails',
          words: (of: string) => `${of}を再送・対応済にする`,
          href: (query: Record<string, string>) => withQuery(paths.manyMails, query),
        },
      ]
    : []),
  ...(list.toPost === true
    ? [
        {
          code: 'posting',
          words: (of: string) => `${of}の宛名ラベルと差出票`,
          href: (query: Record<string, string>) => withQuery(paths.posting, query),
        },
      ]
    : []),
  ...(list.ofCards === true && can(ask.session, 'people.status') && leadsWithin(ask.session, paths.bulkStatus)
    ? [
        {
          code: 'status',
          words: (of: string) => `${of}の交付状況をまとめて変更する`,
          href: (query: Record<string, string>) =>
            withQuery(paths.bulkStatus, { list: list.code === 'cards' ? '' : list.code, ...query }),
        },
      ]
    : []),
];

/** The acts on all rows of the filter, each saying so. Where only the ticked rows are shown, those of their form stand alone. `count`: 300件. */
export function ActLinks({ ask, asked, rows, count }: { ask: SignedAsk; asked: AskedList; rows: number; count: string }) {
  if (rows === 0 || asked.prepared.picked) return null;
  return (
    <>
      {actsOn(ask, asked).map(({ words, href }) => (
        <a href={href(filterQuery(asked))}>{words(`一覧の全${count}`)}</a>
      ))}
    </>
  );
}

/** The acts on the ticked rows: buttons of their form, so that what was ticked just now is kept first. */
export const ActButtons = ({ ask, asked }: { ask: SignedAsk; asked: AskedList }) => (
  <>
    {actsOn(ask, asked).map(({ code, words }) => (
      <Button kind="second" name="act" value={code}>
        {words('選択した行')}
      </Button>
    ))}
  </>
);
