import { type Form, FormCell, form, number } from '../../../../lib/form/index.ts';
import { type FormErrors, PostForm, Says } from '../../../../lib/html/index.ts';
import type { OfficeRecord } from '../../../../offices/read.ts';
import {
  listTransfers,
  setTransfers,
  type TransferFacts,
  type TransferPair,
  transferFacts,
} from '../../../../offices/transfers.ts';
import { Acts, readForm, seenOf, stateOf } from '../../../parts/form.tsx';
import type { WithRow } from '../../../parts/row.tsx';
import { Meanwhile, RIGHT, SettingsPage } from '../../../parts/settings-page.tsx';
import { paths, withQuery } from '../../../paths.ts';
import { field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';

const RANGE = { least: 0, most: 60, unit: '開庁日' };

type Way = 'here' | 'there';
/** Open days, by `here-ID` and `there-ID` of the other office. */
type Days = Record<string, number>;

const nameOf = (way: Way, pair: TransferPair): string => `${way}-${pair.officeId}`;

/** A number for each way between this office and the others that a card can go. */
function transferForm({ name }: { name: string }, pairs: readonly TransferPair[]): Form<Days> {
  return form<Days>(
    Object.fromEntries(
      pairs.flatMap((pair) => [
        ...(pair.comes ? [[nameOf('here', pair), number(`${pair.name}から${name}へ`, RANGE)] as const] : []),
        ...(pair.goes ? [[nameOf('there', pair), number(`${name}から${pair.name}へ`, RANGE)] as const] : []),
      ]),
    ),
  );
}

const daysOf = (pairs: readonly TransferPair[]): Days =>
  Object.fromEntries(
    pairs.flatMap((pair) =>
      (['here', 'there'] as const).flatMap((way) => (pair[way] === null ? [] : [[nameOf(way, pair), pair[way]] as const])),
    ),
  );

const factsOf = (pairs: readonly TransferPair[], days: Days): TransferFacts =>
  Object.fromEntries(
    pairs.map((pair) => [pair.code, { here: days[nameOf('here', pair)] ?? null, there: days[nameOf('there', pair)] ?? null }]),
  );

type Props = { office: OfficeRecord; pairs: TransferPair[]; errors?: FormErrors; meanwhile?: TransferFacts };

function Pairs({ ask, props: { office, pairs, errors } }: { ask: SignedAsk; props: Props }) {
  const { name } = office.facts;
  const days = transferForm(office.facts, pairs);
  const state = stateOf(ask, days.boxes(daysOf(pairs)), errors);
  const comes = pairs.some((pair) => pair.comes);
  const goes = pairs.some((pair) => pair.goes);
  const cell = (way: Way, pair: TransferPair, may: boolean, otherwise: string) => (
    <td>{may ? <FormCell form={days} name={nameOf(way, pair)} state={state} /> : otherwise}</td>
  );
  return (
    <div class="table-box">
      <table class="table transfers">
        <caption class="unseen">ほかの場所との回送の日数</caption>
        <thead>
          <tr>
            <th scope="col">相手の場所</th>
            {comes && <th scope="col">相手から{name}へ</th>}
            {goes && <th scope="col">{name}から相手へ</th>}
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair) => (
            <tr>
              <th scope="row" class="whole">
                {pair.name}
              </th>
              {comes && cell('here', pair, pair.comes, 'カードを保管しません')}
              {goes && cell('there', pair, pair.goes, '市民が来庁しません')}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TransfersPage({ ask, props }: { ask: SignedAsk; props: Props }) {
  const { office, pairs, errors = {}, meanwhile } = props;
  const { name } = office.facts;
  const crumbs = [
    { href: paths.offices, words: '交付場所' },
    { href: paths.office(office.id), words: name },
  ];
  return (
    <SettingsPage ask={ask} title="回送の日数" heading={`${name}の回送の日数`} crumbs={crumbs} errors={errors}>
      <Says class="lead">カードが別の場所にあるとき、予約可能な最短日は、この日数だけ遅くなります。開庁日で数えます。</Says>
      {meanwhile !== undefined && <Meanwhile kept={transferFacts(pairs)} typed={meanwhile} />}
      {pairs.length === 0 ? (
        <p class="empty">カードをやりとりする場所は、ありません。</p>
      ) : (
        <PostForm
          action={paths.transfers(office.id)}
          token={ask.token}
          hidden={{ seen: seenOf(ask, transferFacts(pairs), meanwhile !== undefined) }}
        >
          <Pairs ask={ask} props={props} />
          <Acts submit="保存する" back={{ href: paths.office(office.id), words: `${name}に戻る` }} />
        </PostForm>
      )}
    </SettingsPage>
  );
}

const page = async (ask: SignedAsk, office: OfficeRecord, more: Partial<Props> = {}, status = 200) =>
  show(<TransfersPage ask={ask} props={{ office, pairs: await listTransfers(ask.db, office.id), ...more }} />, status);

export const transferRoutes = (withOffice: WithRow<OfficeRecord>): readonly Route[] => [
  get(
    paths.transfers(':id'),
    RIGHT,
    withOffice((ask, office) => page(ask, office)),
  ),
  post(
    paths.transfers(':id'),
    RIGHT,
    '回送の日数の変更',
    withOffice(async (ask, office) => {
      const pairs = await listTransfers(ask.db, office.id);
      const read = readForm(ask, transferForm(office.facts, pairs));
      if (!read.ok) return page(ask, office, { errors: read.errors }, 422);
      const typed = factsOf(pairs, read.value);
      const set = await setTransfers(ask.db, ask.actor, office.id, field(ask.body, 'seen'), typed);
      if (!set.ok) return page(ask, office, { meanwhile: typed }, 409);
      return go(withQuery(paths.office(office.id), { done: set.value === 'same' ? 'same' : 'transfers' }));
    }),
  ),
];
