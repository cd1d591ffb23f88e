import { comesBefore } from '../../../cards/number-order.ts';
import { addRule, listRules, removeRule, type StorageRuleRow, turnRule } from '../../../cards/storage-rules.ts';
import { longDate } from '../../../lib/dates/format.ts';
import {
  Button,
  type FormErrors,
  hasErrors,
  Notice,
  PostForm,
  rightCol,
  Says,
  Table,
  wholeCol,
} from '../../../lib/html/index.ts';
import { smallId } from '../../../lib/values/ids.ts';
import { grouped, wholeNumber } from '../../../lib/values/numbers.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { Section } from '../../parts/section.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { ruleForm } from './forms.ts';
import { officesWithPlaces } from './offices.tsx';

const RIGHT = 'storage.manage';
const MOST_RULES = 100_000;

/** Which rule is asked first: its number in the order, typed anew. */
const Turn = ({ ask, id, at, of }: { ask: SignedAsk; id: number; at: number; of: string }) => (
  <PostForm action={paths.turnRule(id)} token={ask.token} class="line-form">
    <label class="unseen" for={`order-${id}`}>
      順：{of}
    </label>
    <input class="input number" id={`order-${id}`} name="to" type="text" inputMode="numeric" autoComplete="off" value={at + 1} />
    <Button kind="second">
      番目へ移す<span class="unseen">：{of}</span>
    </Button>
  </PostForm>
);

const DONE: Record<string, string> = {
  turned: '保管規則の順を変更しました。',
  gone: 'この保管規則は、もうありません。',
  'not-turned': '順は、1からの数字で入力してください。変更していません。',
  added: '保管規則を追加しました。',
  removed: '保管規則を取り消しました。',
};

function span(label: string, from: string | null, to: string | null): string[] {
  if (from === null && to === null) return [];
  if (from === to) return [`${label} ${from}`];
  return [`${label} ${from === null ? '' : `${from}から`}${to === null ? '' : `${to}まで`}`];
}

const dayOr = (day: string | null): string | null => (day === null ? null : longDate(day));

/** A rule as a sentence. `names`: offices by their codes. */
const conditions = (rule: StorageRuleRow, names: ReadonlyMap<string, string>): string =>
  [
    ...(rule.officeCode === null ? [] : [`事業所 ${names.get(rule.officeCode) ?? rule.officeCode}`]),
    ...span('ロット', rule.lotFrom, rule.lotTo),
    ...span('製造番号', rule.serialFrom, rule.serialTo),
    ...span('到着日', dayOr(rule.arrivedFrom), dayOr(rule.arrivedTo)),
  ].join('、');

/** A rule that no card can fit: earlier versions compared numbers sign by sign (L20 before L9), and stored such bounds. */
const fitsNothing = ({ lotFrom, lotTo, serialFrom, serialTo }: StorageRuleRow): boolean =>
  (lotFrom !== null && lotTo !== null && comesBefore(lotTo, lotFrom)) ||
  (serialFrom !== null && serialTo !== null && comesBefore(serialTo, serialFrom));
const FITS_NOTHING = '△「まで」が、「から」より前です。この規則に合うカードは、ありません。取り消して、追加し直してください。';

async function page(ask: SignedAsk, errors: FormErrors = {}): Promise<Answer> {
  const [rules, { offices, places }] = await Promise.all([listRules(ask.db), officesWithPlaces(ask)]);
  const names = new Map(offices.map(({ code, name }) => [code, name]));
  const never = rules.filter(fitsNothing).length;
  const done = DONE[field(ask.query, 'done')];
  return show(
    <TitledPage ask={ask} title="保管規則" said={done} errors={errors} bar={<a href="#add">保管規則を追加する</a>}>
      <Says class="lead">
        J-LISの作成情報（事業所コード、ロット番号、製造番号、到着日）から、保管する箱を割り当てます。上から順に、最初に合った規則を使います。
      </Says>
      {never > 0 && (
        <Notice kind="care">
          <Says>{`合うカードのない保管規則が、${grouped(never)}件あります。条件に△のある規則です。`}</Says>
        </Notice>
      )}
      <Table
        caption="保管規則"
        empty="保管規則は、まだありません。"
        columns={[rightCol('順'), '条件', wholeCol('保管する箱'), wholeCol('操作')]}
        rows={rules.map((rule, at) => [
          String(at + 1),
          <>
            {conditions(rule, names)}
            {fitsNothing(rule) && <p class="soft">{FITS_NOTHING}</p>}
          </>,
          rule.place,
          <div class="rule-acts">
            <Turn ask={ask} id={rule.id} at={at} of={conditions(rule, names)} />
            <PostForm action={paths.removeRule(rule.id)} token={ask.token}>
              <Button kind="second">
                取り消す<span class="unseen">：{conditions(rule, names)}</span>
              </Button>
            </PostForm>
          </div>,
        ])}
      />
      <Section id="add" title="保管規則を追加する">
        <DeskForm
          ask={ask}
          form={ruleForm(offices, places)}
          action={paths.storageRules}
          values={{}}
          errors={errors}
          submit="追加する"
          back={{ href: paths.storage, words: '保管場所に戻る' }}
        />
      </Section>
    </TitledPage>,
    hasErrors(errors) ? 422 : 200,
  );
}

export const ruleRoutes: readonly Route[] = [
  get(paths.storageRules, RIGHT, (ask) => page(ask)),
  post(paths.storageRules, RIGHT, '保管規則の登録', async (ask) => {
    const { offices, places } = await officesWithPlaces(ask);
    const typed = readForm(ask, ruleForm(offices, places));
    if (!typed.ok) return page(ask, typed.errors);
    const { place, ...rule } = typed.value;
    await addRule(ask.db, ask.actor, { ...rule, placeId: Number(place) });
    return go(withQuery(paths.storageRules, { done: 'added' }));
  }),
  post(paths.turnRule(':id'), RIGHT, '保管規則の変更', async (ask) => {
    const id = smallId(ask.params['id']);
    const to = wholeNumber(1, MOST_RULES)(ask.body['to']);
    if (!to.ok) return go(withQuery(paths.storageRules, { done: 'not-turned' }));
    const turned = id.ok && (await turnRule(ask.db, ask.actor, id.value, to.value));
    return go(withQuery(paths.storageRules, { done: turned ? 'turned' : 'gone' }));
  }),
  post(paths.removeRule(':id'), RIGHT, '保管規則の削除', async (ask) => {
    const id = smallId(ask.params['id']);
    const removed = id.ok && (await removeRule(ask.db, ask.actor, id.value));
    return go(withQuery(paths.storageRules, { done: removed ? 'removed' : 'gone' }));
  }),
];
