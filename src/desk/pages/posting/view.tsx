import { cityDay, deskMoment } from '../../../lib/dates/jst.ts';
import { FormFields } from '../../../lib/form/index.ts';
import { Button, type FormErrors, GetForm, LinkButton, Notice, Says, Table } from '../../../lib/html/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import type { Lacking } from '../../../lists/addresses.ts';
import type { LabelPrinter } from '../../../lists/labels.ts';
import { can, RIGHTS } from '../../../staff/rights.ts';
import { DeskForm, stateOf } from '../../parts/form.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { asPrinted } from '../labels/sheet-fields.ts';
import type { AskedList } from '../lists/asked.ts';
import { LeftOut } from '../lists/page.tsx';
import { filterCarried, filterQuery } from '../lists/query.ts';
import { NOBODY_MEANT } from '../lists/typed.ts';
import { addressForm, slipForm } from './form.ts';

/** How many notices of a kind wait; undefined: not counted yet. `at`: counted then, not now. */
export type CountedKind = { kind: string; words: string; rows: number | undefined; at: Date | undefined };

type PostingProps = {
  asked: AskedList;
  kinds: readonly CountedKind[];
  rows: number;
  /** People whom this clerk may not see: on no label and in no count. */
  hidden: number;
  /** Cards without a record of their settings before handing over: left out, or among the rows where that was chosen. */
  notSetUp: number;
  /** Cards with a first notice to post that are in no box yet: left out. */
  unplaced: number;
  lacks: Lacking;
  printer: LabelPrinter | undefined;
  errors: FormErrors;
};

type Of = { ask: SignedAsk; props: PostingProps };

/** What waits to be posted, kind by kind, at the place that was chosen. */
function Kinds({ props: { asked, kinds } }: Of) {
  const office = asked.prepared.boxes['office'] ?? '';
  return (
    <Table
      caption="発送する通知"
      narrow
      stacked="plain"
      columns={['通知', { head: '通数', right: true, whole: true }]}
      rows={kinds.map(({ kind, words, rows, at }) => [
        <a href={withQuery(paths.posting, { office, kind })}>{words}</a>,
        rows === undefined ? (
          <span class="sub">夜間に数えます</span>
        ) : (
          <>
            {grouped(rows)}通{at !== undefined && <span class="sub">{deskMoment(at)} 現在</span>}
          </>
        ),
      ])}
    />
  );
}

/** Notices whose cards cannot be handed over yet: left out until somebody says otherwise. */
function NotSetUp({ ask, props: { asked, notSetUp } }: Of) {
  if (notSetUp === 0) return null;
  const { boxes } = asked.prepared;
  const first = boxes['kind'] === 'first';
  const included = !first || boxes['setUp'] !== 'done';
  return (
    <Notice kind="care" title={`交付前設定の記録がないカードが${grouped(notSetUp)}枚あります`}>
      <Says>
        {included
          ? '通数、ラベル、差出票に含めています。設定を確かめてから発送してください。'
          : 'このカードの通知は、通数、ラベル、差出票に入れていません。設定して記録すると入ります。'}
      </Says>
      {can(ask.session, 'cards.move') && (
        <p>
          <a href={paths.setUp}>交付前設定を読み取る</a>
        </p>
      )}
      {first && (
        <p>
          <a href={withQuery(paths.posting, { ...boxes, setUp: included ? 'done' : 'all' })}>
            {included ? '設定済みのカードだけにする' : '記録がないカードも含める'}
          </a>
        </p>
      )}
    </Notice>
  );
}

/** First notices whose cards are in no box yet: they are posted once somebody knows where each card is. */
function Unplaced({ ask, props: { unplaced } }: Of) {
  if (unplaced === 0) return null;
  return (
    <Notice kind="care" title={`保管していないカードが${grouped(unplaced)}枚あります`}>
      <Says>このカードの通知は、通数、ラベル、差出票に入れていません。箱に保管すると入ります。</Says>
      {can(ask.session, 'cards.move') && (
        <p>
          <a href={paths.placing}>まとめて保管する</a>
        </p>
      )}
    </Notice>
  );
}

function Labels({ ask, props: { asked, lacks, printer, errors } }: Of) {
  return (
    <section class="desk-section" aria-labelledby="labels">
      <h2 id="labels">1. 宛名ラベルを印刷する</h2>
      <Says>PDFを「実際のサイズ」（倍率100%）で印刷してください。封入の順に並ぶよう、カードの棚の順に印刷します。</Says>
      {lacks.address > 0 && (
        <Says>{`住所のない方が${grouped(lacks.address)}人います。ラベルは印刷しません。リストで確かめてください。`}</Says>
      )}
      {lacks.glyph > 0 && (
        <Says>{`印刷できない文字（〓）のある方が${grouped(lacks.glyph)}人います。手書きで直してください。`}</Says>
      )}
      {lacks.shape > 0 && (
        <Says>{`指定の字形で印刷できない文字のある方が${grouped(lacks.shape)}人います。標準の字形で印刷します。手書きで直してください。`}</Says>
      )}
      {can(ask.session, 'lists.take') ? (
        <DeskForm
          ask={ask}
          form={addressForm}
          action={paths.postingLabels}
          values={{ from: 1, to: null, ...asPrinted(printer) }}
          errors={errors}
          hidden={filterCarried(asked)}
          submit={<Button kind="second">宛名ラベルのPDFを作成する</Button>}
        />
      ) : (
        <Says>{`宛名ラベルは、「${RIGHTS['lists.take']}」権限のある職員が印刷します。`}</Says>
      )}
    </section>
  );
}

function Slip({ ask, props: { asked, rows, lacks, errors } }: Of) {
  return (
    <section class="desk-section" aria-labelledby="slip">
      <h2 id="slip">2. 差出票を印刷する</h2>
      {lacks.address > 0 && (
        <Says>{`住所のない方${grouped(lacks.address)}人は、差出票の通数に入れていません。発送した日も記録しません。`}</Says>
      )}
      <DeskForm
        ask={ask}
        form={slipForm}
        action={paths.postingSlip}
        values={{ posted: cityDay(ask.now) }}
        errors={errors}
        hidden={filterCarried(asked)}
        submit={<Button kind="second">差出票のPDFを作成する（{grouped(rows - lacks.address)}通）</Button>}
      />
    </section>
  );
}

/** Notices to post: which, on labels, with their slip, and that they were posted. */
export function PostingPage({ ask, props }: Of) {
  const { asked, rows, hidden, notSetUp, unplaced, lacks, errors } = props;
  const query = filterQuery(asked);
  const state = { ...stateOf({ ...ask, body: {} }, asked.prepared.boxes) };
  return (
    <TitledPage ask={ask} title="交付通知書の発送" errors={errors}>
      <Says class="lead">まだ発送していない通知の宛名ラベルと差出票を印刷し、発送した日をまとめて記録します。</Says>
      <Kinds ask={ask} props={props} />
      <GetForm action={paths.posting} class="list-filter desk-section">
        <FormFields form={asked.list.filter(asked.known)} state={state} />
        <Button kind="second">表示する</Button>
      </GetForm>
      <p class="list-count">
        <b>{asked.prepared.sentence}</b>　{grouped(rows)}通
      </p>
      <Unplaced ask={ask} props={props} />
      <NotSetUp ask={ask} props={props} />
      <LeftOut people={hidden} what="ラベルにも差出票の通数にも入れていません" />
      {rows === 0 ? (
        <p class="empty">
          {asked.typed !== undefined
            ? NOBODY_MEANT
            : notSetUp + unplaced > 0
              ? '現在、発送できる通知はありません。'
              : asked.list.empty}
        </p>
      ) : (
        <>
          <p>
            <a href={withQuery(paths.list(asked.list.code), query)}>発送する方のリストを見る・印刷する</a>
          </p>
          <Labels ask={ask} props={props} />
          <Slip ask={ask} props={props} />
          {can(ask.session, 'people.status') && (
            <section class="desk-section" aria-labelledby="posted">
              <h2 id="posted">3. 発送した日を記録する</h2>
              <Says>変更する枚数を確かめてから、まとめて記録します。間違えたときは、まとめて取り消せます。</Says>
              <p class="acts">
                <LinkButton href={withQuery(paths.bulkStatus, { list: asked.list.code, ...query })}>
                  {grouped(rows - lacks.address)}通の発送した日を記録する
                </LinkButton>
              </p>
            </section>
          )}
        </>
      )}
    </TitledPage>
  );
}
