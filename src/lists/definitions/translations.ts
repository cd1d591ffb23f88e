import { OTHER_LANGUAGES } from '../../audit/facts.ts';
import { sql } from '../../lib/db/sql.ts';
import { form, optionsOf, select } from '../../lib/form/index.ts';
import { placesWords, STAFF_TEXTS, type StaffText, TEXT_PLACES, type TextPlace } from '../../site/translations.ts';
import { list } from '../list.ts';
import type { ListColumn } from '../list-types.ts';
import { ALL } from './shared.ts';

type Filter = { place: TextPlace | typeof ALL; which: 'all' | 'missing' };
type Row = StaffText & { nth: number };

const WHICH = { all: 'すべて', missing: '訳のない言語があるもの' } as const;
const CODES = OTHER_LANGUAGES.map(([code]) => code);

const languageColumn = ([code, head]: (typeof OTHER_LANGUAGES)[number]): ListColumn<Row> => ({
  code,
  head,
  value: ({ bodies }) => bodies[code] ?? null,
  width: 24,
  usual: false,
});

/** The languages a text is not there in yet, in words. */
const missingWords = ({ bodies }: Row): string =>
  OTHER_LANGUAGES.filter(([code]) => bodies[code] === undefined)
    .map(([, words]) => words)
    .join('、');

/** What staff wrote for citizens, and how it is said in the site's other languages (§8(3)⑨): for who translates, on paper and as a file. */
export const translationList = list<Filter, Row>({
  code: 'translations',
  title: 'ほかの言語の文',
  about: '職員が入力した注意、持ち物、お知らせなどの文と、ほかの言語での文です。訳のない言語では、日本語の文を表示します。',
  right: 'settings.manage',
  filter: () =>
    form<Filter>({
      place: select<TextPlace | typeof ALL>('文の種類', [{ value: ALL, label: 'すべての種類' }, ...optionsOf(TEXT_PLACES)], {
        usual: ALL,
      }),
      which: select<Filter['which']>('表示', optionsOf(WHICH), { usual: 'all' }),
    }),
  usual: () => ({ place: ALL, which: 'all' }),
  sentence: ({ place, which }) =>
    [...(place === ALL ? [] : [TEXT_PLACES[place]]), ...(which === 'all' ? [] : [WHICH[which]])].join('・'),
  rows: (_viewer, { place, which }) => sql`
    SELECT key, source, places, bodies, nth FROM (${STAFF_TEXTS}) x
    WHERE (${place} = '' OR EXISTS (SELECT FROM jsonb_array_elements(places) p WHERE p ->> 'place' = ${place}))
      AND (${which === 'all'} OR NOT bodies ?& ${CODES}::text[])`,
  order: 'nth',
  columns: [
    { code: 'place', head: '場所', value: ({ places }) => placesWords(places), width: 18, usual: true },
    {
      code: 'source',
      head: '日本語の文',
      value: ({ source }) => source,
      width: 30,
      usual: true,
      sort: 'source',
      bold: true,
      goes: ({ key }) => ({ text: key }),
    },
    { code: 'missing', head: '訳のない言語', value: missingWords, width: 24, usual: true },
    ...OTHER_LANGUAGES.map(languageColumn),
  ],
  toTranslate: true,
  empty: '文は、ありません。',
  foot: '職員が入力した、市民に表示する文です。',
});
