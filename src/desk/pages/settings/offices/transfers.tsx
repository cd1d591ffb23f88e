import { Button, FieldError, type FormErrors, fieldId, LinkButton, PostForm, Says } from '../../../../lib/html/index.ts';
import { wholeNumber } from '../../../../lib/values/numbers.ts';
import type { OfficeRecord } from '../../../../offices/read.ts';
import {
  listTransfers,
  setTransfers,
  type TransferFacts,
  type TransferPair,
  transferFacts,
} from '../../../../offices/transfers.ts';
import { type Shown, seenIn, shownIn, typedForm, wrongNumber } from '../../../parts/typed.ts';
import { paths, withQuery } from '../../../paths.ts';
import { field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { Meanwhile, RIGHT, SettingsPage } from '../parts.tsx';
import { OFFICES } from './view.tsx';
import type { WithOffice } from './with.tsx';

const MOST = 60;

const boxName = (way: 'here' | 'there', pair: TransferPair): string => `${way}-${pair.officeId}`;

function DaysBox({ name, label, shown, error }: { name: string; label: string; shown: Shown; error: string | undefined }) {
  const id = fieldId(name);
  return (
    <>
      <label class="unseen" for={id}>
        {label}
      </label>
      <input
        class={`input number${error === undefined ? '' : ' input-wrong'}`}
        id={id}
        name={name}
        type="text"
        inputMode="numeric"
        autoComplete="off"
        value={shown(name)}
        {...(error === undefined ? {} : { 'aria-invalid': 'true' as const, 'aria-describedby': `${id}-error` })}
      />{' '}
      開庁日
      {error !== undefined && <FieldError id={id}>{error}</FieldError>}
    </>
  );
}

type Props = { office: OfficeRecord; pairs: TransferPair[]; errors: FormErrors; meanwhile?: TransferFacts };

function TransfersPage({ ask, props: { office, pairs, errors, meanwhile } }: { ask: SignedAsk; props: Props }) {
  const { name } = office.facts;
  const kept = Object.fromEntries(
    pairs.flatMap((pair) => [
      [boxName('here', pair), pair.here === null ? '' : String(pair.here)],
      [boxName('there', pair), pair.there === null ? '' : String(pair.there)],
    ]),
  );
  const shown = shownIn(ask, kept);
  const comes = pairs.some((pair) => pair.comes);
  const goes = pairs.some((pair) => pair.goes);
  const crumbs = [OFFICES, { href: paths.office(office.id), words: name }];
  return (
    <SettingsPage ask={ask} title="回送の日数" heading={`${name}の回送の日数`} crumbs={crumbs} errors={errors}>
      <Says class="lead">
        カードが別の場所にあるとき、予約できるいちばん早い日は、この日数だけ遅くなります。開庁日で数えます。
      </Says>
      {meanwhile !== undefined && <Meanwhile kept={transferFacts(pairs)} typed={meanwhile} />}
      {pairs.length === 0 ? (
        <p class="empty">カードをやりとりする場所は、ありません。</p>
      ) : (
        <PostForm
          action={paths.transfers(office.id)}
          token={ask.token}
          hidden={{ seen: seenIn(ask, transferFacts(pairs), meanwhile !== undefined) }}
        >
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
                    {comes && (
                      <td>
                        {pair.comes ? (
                          <DaysBox
                            name={boxName('here', pair)}
                            label={`${pair.name}から${name}へ`}
                            shown={shown}
                            error={errors[boxName('here', pair)]}
                          />
                        ) : (
                          'カードを保管しません'
                        )}
                      </td>
                    )}
                    {goes && (
                      <td>
                        {pair.goes ? (
                          <DaysBox
                            name={boxName('there', pair)}
                            label={`${name}から${pair.name}へ`}
                            shown={shown}
                            error={errors[boxName('there', pair)]}
                          />
                        ) : (
                          '市民が来ません'
                        )}
                      </td>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p class="acts">
            <Button>保存する</Button>
            <LinkButton href={paths.office(office.id)} kind="second">
              {name}に戻る
            </LinkButton>
          </p>
        </PostForm>
      )}
    </SettingsPage>
  );
}

function readForm(ask: SignedAsk, office: OfficeRecord, pairs: TransferPair[]): { typed: TransferFacts; errors: FormErrors } {
  const form = typedForm(ask.body);
  const days = (way: 'here' | 'there', pair: TransferPair, label: string) =>
    form.must(boxName(way, pair), wholeNumber(0, MOST, '開庁日'), wrongNumber(label, 0, MOST, '開庁日'), 0);
  const { name } = office.facts;
  const typed = pairs.map((pair): [string, { here: number | null; there: number | null }] => [
    pair.code,
    {
      here: pair.comes ? days('here', pair, `${pair.name}から${name}へ`) : null,
      there: pair.goes ? days('there', pair, `${name}から${pair.name}へ`) : null,
    },
  ]);
  return { typed: Object.fromEntries(typed), errors: form.errors };
}

const page = async (ask: SignedAsk, office: OfficeRecord, more: Partial<Props> = {}, status = 200) =>
  show(
    <TransfersPage ask={ask} props={{ office, pairs: await listTransfers(ask.db, office.id), errors: {}, ...more }} />,
    status,
  );

export const transferRoutes = (withOffice: WithOffice): readonly Route[] => [
  get(
    paths.transfers(':id'),
    RIGHT,
    withOffice((ask, office) => page(ask, office)),
  ),
  post(
    paths.transfers(':id'),
    RIGHT,
    withOffice(async (ask, office) => {
      const { typed, errors } = readForm(ask, office, await listTransfers(ask.db, office.id));
      if (Object.keys(errors).length > 0) return page(ask, office, { errors }, 422);
      const set = await setTransfers(ask.db, ask.actor, office.id, field(ask.body, 'seen'), typed);
      if (!set.ok) return page(ask, office, { meanwhile: typed }, 409);
      return go(withQuery(paths.office(office.id), { done: set.value === 'same' ? 'same' : 'transfers' }));
    }),
  ),
];
