import { randomUUID } from 'node:crypto';
import type { ComponentChildren } from 'preact';
import { code39 } from '../../../lib/barcode/code39.ts';
import { exactTime } from '../../../lib/dates/jst.ts';
import { type Field, FormField, type FormState } from '../../../lib/form/index.ts';
import { Button, type FormErrors, hasErrors, LinkButton, PostForm, Says } from '../../../lib/html/index.ts';
import { foldCode } from '../../../lib/japanese/width.ts';
import { uuid } from '../../../lib/values/ids.ts';
import { listOffices, type Office } from '../../../offices/read.ts';
import { CHECK_ITEMS, type CheckItem, checkItems, keepCheck } from '../../../site/terminal-checks.ts';
import { readForm, stateOf } from '../../parts/form.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import { type Answer, field, go, type SignedAsk, show } from '../../route.ts';
import { checkForm } from './form.ts';
import { browserName, LOOK_AT, TRIAL_CODE, TRIAL_NAMES } from './words.ts';

const SCREEN = /^\d{2,5}×\d{2,5}$/u;

const Trial = ({ file, children }: { file: string; children: string }) => (
  <a href={paths.terminalTrial(file)} target="_blank" rel="noopener">
    {children}
  </a>
);

function Barcode() {
  const { bars, width } = code39(TRIAL_CODE);
  return (
    <svg class="trial-code" role="img" viewBox={`0 0 ${width} 40`} width={width * 1.5} height="60" focusable="false">
      <title>{`読み取りの見本 ${TRIAL_CODE}`}</title>
      {bars.map((bar) => (
        <rect x={bar.at} y="0" width={bar.width} height="40" />
      ))}
    </svg>
  );
}

/** What the scanner typed, judged. */
function scanned(typed: string): string {
  if (typed === '') return '';
  return foldCode(typed).toUpperCase() === TRIAL_CODE
    ? '読み取りました。見本と一致しています。'
    : '読み取りましたが、見本と違います。読み取り機の設定（キーボードの言語、かな入力）を確かめてください。';
}

function Scanner({ state }: { state: FormState }) {
  const said = scanned(state.shown('code'));
  return (
    <>
      <Barcode />
      <p>
        <label class="label" for="code">
          読み取りの欄
        </label>
        <input class="input input-id" id="code" name="code" type="text" autoComplete="off" value={state.shown('code')} />{' '}
        <Button kind="second" name="act" value="scan">
          読み取りを確かめる
        </Button>
      </p>
      {said !== '' && <p role="status">{said}</p>}
    </>
  );
}

/** What is looked at: a sample, or the way to one. */
const SHOWN: Record<CheckItem, (props: { ask: SignedAsk; state: FormState }) => ComponentChildren> = {
  screen: ({ ask }) => (
    <p>
      ブラウザ：{browserName(ask.browser)}
      <span data-screen="" />
    </p>
  ),
  characters: () => (
    <ul class="trial-names">
      {TRIAL_NAMES.map(([sign, name]) => (
        <li>
          <b>{sign}</b>
          {name}
        </li>
      ))}
    </ul>
  ),
  font: () => <p class="trial-font">0 O　1 l I　一 ー　ば ぱ　シ ツ</p>,
  keys: () => null,
  cookies: () => (
    <p>
      <a href={paths.terminals} target="_blank" rel="noopener">
        一覧を開く
      </a>
    </p>
  ),
  clock: ({ ask }) => (
    <p>
      画面を表示した時刻：<b>{exactTime(ask.now)}</b>
      <span data-clock={ask.now.toString()} />
    </p>
  ),
  scanner: Scanner,
  csv: () => (
    <p>
      <Trial file="trial.csv">見本のCSVを保存する</Trial>
    </p>
  ),
  pdf: () => (
    <p>
      <Trial file="trial.pdf">見本のPDFを開く</Trial>
    </p>
  ),
  print: () => (
    <p>
      <Trial file="trial.pdf">試し刷りのPDFを開く</Trial>
    </p>
  ),
  labels: () => (
    <p class="trial-links">
      <Trial file="labels-24.pdf">24面（70×33.9mm）の枠を開く</Trial>
      <Trial file="labels-44.pdf">44面（48.3×25.4mm）の枠を開く</Trial>
    </p>
  ),
};

type Props = { ask: SignedAsk; offices: readonly Office[]; state: FormState; id: string };

function Item({ ask, offices, state, item, nth }: Omit<Props, 'id'> & { item: CheckItem; nth: number }) {
  const form = checkForm(offices);
  return (
    <section class="trial" aria-labelledby={`item-${item}`}>
      <h2 id={`item-${item}`}>
        {nth}. {CHECK_ITEMS[item]}
      </h2>
      <Says>{LOOK_AT[item]}</Says>
      {SHOWN[item]({ ask, state })}
      <FormField box={item} field={form.fields[item] as Field<unknown>} state={state} />
    </section>
  );
}

function CheckPage({ ask, offices, state, id }: Props) {
  const form = checkForm(offices);
  const own = ['terminal', 'office', 'occasion', 'remark'] as const;
  return (
    <TitledPage ask={ask} title="端末と印刷の動作確認" errors={state.errors}>
      <Says class="lead">
        確認する端末でこの画面を開き、上から順に見て、結果を選んでください。使わない機能は「使わない」を選びます。特別なソフトウェアは必要ありません。
      </Says>
      <PostForm action={paths.checkTerminal} token={ask.token} hidden={{ form: id }}>
        <input type="hidden" name="screen-size" value="" data-screen-size="" />
        {/* Enter, which a scanner types, presses the first button: it is that of the scanner. */}
        <button class="unseen" type="submit" name="act" value="scan" tabIndex={-1} aria-hidden="true">
          読み取りを確かめる
        </button>
        {checkItems.map((item, at) => (
          <Item ask={ask} offices={offices} state={state} item={item} nth={at + 1} />
        ))}
        <section class="trial" aria-labelledby="whose">
          <h2 id="whose">記録</h2>
          {own.map((name) => (
            <FormField box={name} field={form.fields[name] as Field<unknown>} state={state} />
          ))}
          <p class="acts">
            <Button name="act" value="keep">
              結果を記録する
            </Button>
            <LinkButton href={paths.terminals} kind="second">
              一覧に戻る
            </LinkButton>
          </p>
        </section>
      </PostForm>
    </TitledPage>
  );
}

export async function checkPage(ask: SignedAsk, errors: FormErrors = {}): Promise<Answer> {
  const offices = await listOffices(ask.db);
  const sent = uuid(ask.body['form']);
  const own = offices.some(({ id }) => id === ask.session.officeId) ? String(ask.session.officeId) : '';
  // Another check of a terminal begins with its name.
  const state = stateOf(
    ask,
    {
      terminal: field(ask.query, 'terminal'),
      office: field(ask.query, 'office') === '' ? own : field(ask.query, 'office'),
      occasion: 'first',
    },
    errors,
  );
  return show(
    <CheckPage ask={ask} offices={offices} state={state} id={sent.ok ? sent.value : randomUUID()} />,
    hasErrors(errors) ? 422 : 200,
  );
}

/** What was found is kept; the scanner's Enter only shows what it typed, with all that was chosen. */
export async function submitCheck(ask: SignedAsk): Promise<Answer> {
  if (field(ask.body, 'act') === 'scan') return checkPage(ask);
  const offices = await listOffices(ask.db);
  const typed = readForm(ask, checkForm(offices));
  if (!typed.ok) return checkPage(ask, typed.errors);
  const { terminal, office, occasion, remark, ...results } = typed.value;
  const sent = uuid(ask.body['form']);
  const size = field(ask.body, 'screen-size');
  const id = await keepCheck(ask.db, ask.session.accountId, ask.actor, sent.ok ? sent.value : randomUUID(), {
    terminal,
    officeId: office === null ? null : Number(office),
    occasion,
    browser: browserName(ask.browser),
    screen: SCREEN.test(size) ? size : '',
    results,
    remark: remark ?? '',
  });
  return go(`${paths.terminal(id)}?done=kept`);
}
