import { IconOn } from '../../../lib/html/index.ts';
import { can } from '../../../staff/rights.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, get, needs, type Route, type SignedAsk } from '../../route.ts';
import { askedList, toList } from '../lists/asked.ts';
import { takeAs } from '../lists/take.tsx';

/** The list of whom to call, of one thing that took people's time: `closing-3`, `together-3`, `draft-5`. */
async function takePhone(ask: SignedAsk, of: string, as: string): Promise<Answer> {
  const input = { of, office: '' };
  const asked = await askedList({ ...ask, params: { list: 'phone' } }, input);
  if (asked === undefined) throw new Error('the list of whom to call is gone');
  return Object.keys(asked.prepared.errors).length > 0 ? toList(asked, input) : takeAs(ask, asked, as);
}

/**
 * The list on paper and as CSV, at the addresses of the page it belongs to, for who may see the people on it and take lists out.
 * @param files the addresses of both
 * @param withOf finds what the address names and hands its code on
 */
export const phoneRoutes = (
  { pdf, csv }: { pdf: string; csv: string },
  withOf: (work: (ask: SignedAsk, of: string) => Promise<Answer>) => (ask: SignedAsk) => Promise<Answer>,
): readonly Route[] =>
  [
    { at: pdf, as: 'pdf' },
    { at: csv, as: 'csv' },
  ].map(({ at, as }) =>
    needs(
      'lists.take',
      needs(
        'people.see',
        get(
          at,
          'calendar.see',
          withOf((ask, of) => takePhone(ask, of, as)),
        ),
      ),
    ),
  );

type Links = { ask: SignedAsk; of: string; pdf: string; csv: string };

/** The list and its files, to press, for who may see the people on it. */
export const PhoneLinks = ({ ask, of, pdf, csv }: Links) =>
  can(ask.session, 'people.see') &&
  (
    [
      ...(can(ask.session, 'lists.take')
        ? ([
            [pdf, '電話リストを印刷する（PDF）'],
            [csv, '電話リストを保存する（CSV）'],
          ] as const)
        : []),
      [withQuery(paths.list('phone'), { of }), '電話リストの列や並びを選ぶ'],
    ] as const
  ).map(([href, words]) => (
    <li>
      <a href={href}>
        {words}
        <IconOn />
      </a>
    </li>
  ));
