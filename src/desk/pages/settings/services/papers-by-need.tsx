import type { Facts } from '../../../../audit/change.ts';
import { fingerprint } from '../../../../lib/fingerprint.ts';
import { type Form, form, list, ticks } from '../../../../lib/form/index.ts';
import { Button, type FormErrors, hasErrors, PostForm, Says, Table } from '../../../../lib/html/index.ts';
import {
  contradictions,
  linesFor,
  PAPER_CONDITIONS,
  type PaperCondition,
  type PapersByNeed,
} from '../../../../services/needs.ts';
import { changePapersByNeed, papersByNeed } from '../../../../services/papers.ts';
import type { ServiceRecord } from '../../../../services/read.ts';
import { DeskForm, readForm, seenOf } from '../../../parts/form.tsx';
import type { WithRow } from '../../../parts/row.tsx';
import { Meanwhile, RIGHT, SettingsPage } from '../../../parts/settings-page.tsx';
import { pressed } from '../../../parts/text-preview.tsx';
import { paths, withQuery } from '../../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { CASES, conditionWords } from './conditions.ts';

type Typed = { [Box in `add-${PaperCondition}`]: readonly string[] } & {
  [Box in `without-${PaperCondition}`]: readonly string[];
};

/** The lines that may be left out, the service's own, by the name of their box: of the line itself, whatever becomes of the list meanwhile. */
const linesOf = ({ facts }: ServiceRecord): ReadonlyMap<string, string> =>
  new Map([...facts.bring, ...facts.bringUnder15].map((line) => [fingerprint(line).slice(0, 12), line]));

/** For each condition what comes to the service's papers, and which of its lines are not needed. */
function papersForm(service: ServiceRecord): Form<Typed> {
  const lines = [...linesOf(service)].map(([value, label]) => ({ value, label }));
  const boxes = PAPER_CONDITIONS.flatMap((on) => [
    [`add-${on}`, list('追加の持ち物', { lines: 15, each: 100, rows: 3 }, { hint: '1行に1つ。' })] as const,
    ...(lines.length === 0 ? [] : [[`without-${on}`, ticks('不要な持ち物', lines, { need: 'may' })] as const]),
  ]);
  return form<Typed>(Object.fromEntries(boxes) as unknown as Form<Typed>['fields'], {
    groups: PAPER_CONDITIONS.map((on) => ({
      legend: conditionWords(on),
      of: [`add-${on}`, ...(lines.length === 0 ? [] : [`without-${on}` as const])],
    })),
  });
}

/** What a form typed, without what says nothing. */
function papersOf(service: ServiceRecord, typed: Typed): PapersByNeed {
  const lines = linesOf(service);
  return Object.fromEntries(
    PAPER_CONDITIONS.map((on) => {
      const without = (typed[`without-${on}`] ?? []).flatMap((box) => lines.get(box) ?? []);
      return [on, { add: typed[`add-${on}`], without }] as const;
    }).filter(([, { add, without }]) => add.length + without.length > 0),
  );
}

/** What is said where one answer adds a line and spares it too. */
const bothWays = (papers: PapersByNeed): FormErrors =>
  Object.fromEntries(
    contradictions(papers).map(([on, line]) => [
      `add-${on}`,
      `「${line}」が、「${conditionWords(on)}」の追加と不要の両方にあります。追加から消すか、不要の印を外してください。`,
    ]),
  );

const typedOf = (service: ServiceRecord, papers: PapersByNeed): Typed =>
  Object.fromEntries(
    PAPER_CONDITIONS.flatMap((on) => [
      [`add-${on}`, papers[on]?.add ?? []],
      [
        `without-${on}`,
        [...linesOf(service)].flatMap(([box, line]) => (papers[on]?.without.includes(line) === true ? [box] : [])),
      ],
    ]),
  ) as Typed;

const around = (service: ServiceRecord) => [
  { href: paths.services, words: '手続き' },
  { href: paths.service(service.id), words: service.facts.name },
];

async function page(
  ask: SignedAsk,
  service: ServiceRecord,
  { errors = {}, meanwhile }: { errors?: FormErrors; meanwhile?: PapersByNeed } = {},
  status = 200,
): Promise<Answer> {
  const kept = await papersByNeed(ask.db, service.id);
  return show(
    <SettingsPage ask={ask} title="来庁の事情による持ち物" crumbs={around(service)} errors={errors}>
      {meanwhile !== undefined && <Meanwhile kept={kept as Facts} typed={meanwhile as Facts} />}
      <Says>
        代理の方が来庁する、はがきを紛失したなどと答えた方だけに、追加する持ち物と、不要になる持ち物です。1つでもあると、予約の前に、来庁者ごとにたずねます。
      </Says>
      <DeskForm
        ask={ask}
        form={papersForm(service)}
        action={paths.papersByNeed(service.id)}
        values={typedOf(service, kept)}
        errors={errors}
        seen={seenOf(ask, kept, meanwhile !== undefined)}
        submit="表示を確かめる"
        back={{ href: paths.service(service.id), words: 'やめる' }}
      />
    </SettingsPage>,
    status,
  );
}

/** What each kind of visitor will bring, before anybody is told so. */
function look(ask: SignedAsk, service: ServiceRecord, typed: Typed): Answer {
  const { bring, bringUnder15 } = service.facts;
  const papers = papersOf(service, typed);
  return show(
    <SettingsPage ask={ask} title="持ち物の表示を確かめる" crumbs={around(service)}>
      <Says class="lead">まだ登録していません。来庁者の持ち物は、次のようになります。</Says>
      <Table
        caption="来庁者ごとの持ち物"
        wide
        columns={['来庁者', '持ち物']}
        rows={CASES.map(({ label, under15, needs }) => [
          label,
          <ul class="lines">
            {linesFor([...bring, ...(under15 ? bringUnder15 : [])], papers, needs).map((line) => (
              <li>{line}</li>
            ))}
          </ul>,
        ])}
      />
      <Says>訳がない言語では、日本語の文を表示します。訳は、登録した後に「ほかの言語」から入力できます。</Says>
      <PostForm
        action={paths.papersByNeed(service.id)}
        token={ask.token}
        hidden={{ ...papersForm(service).boxes(typed), seen: field(ask.body, 'seen') }}
        class="desk-form"
      >
        <p class="acts">
          <Button name="preview" value="sure">
            保存する
          </Button>
          <Button kind="second" name="preview" value="edit">
            入力に戻る
          </Button>
        </p>
      </PostForm>
    </SettingsPage>,
  );
}

export const papersByNeedRoutes = (withService: WithRow<ServiceRecord>): readonly Route[] => [
  get(
    paths.papersByNeed(':id'),
    RIGHT,
    withService((ask, service) => page(ask, service)),
  ),
  post(
    paths.papersByNeed(':id'),
    RIGHT,
    withService(async (ask, service) => {
      const typed = readForm(ask, papersForm(service));
      if (!typed.ok) return page(ask, service, { errors: typed.errors }, 422);
      if (pressed(ask) === 'edit') return page(ask, service);
      const papers = papersOf(service, typed.value);
      const errors = bothWays(papers);
      if (hasErrors(errors)) return page(ask, service, { errors }, 422);
      if (pressed(ask) === 'look') return look(ask, service, typed.value);
      const changed = await changePapersByNeed(ask.db, ask.actor, service, field(ask.body, 'seen'), papers);
      if (changed.ok)
        return go(withQuery(paths.service(service.id), { done: changed.value === 'same' ? 'same' : 'papers' }, 'papers'));
      return page(ask, service, { meanwhile: papers }, 409);
    }),
  ),
];

/** The papers that depend on somebody's answers, below the form of their service. */
export function PapersByNeedList({ service, papers }: { service: ServiceRecord; papers: PapersByNeed }) {
  const rows = PAPER_CONDITIONS.flatMap((on) => {
    const part = papers[on];
    return part === undefined ? [] : [[conditionWords(on), part.add.join('、'), part.without.join('、')]];
  });
  return (
    <section class="desk-section" aria-labelledby="papers">
      <div class="bar">
        <h2 id="papers">来庁の事情による持ち物</h2>
        <p class="bar-right">
          <a href={paths.papersByNeed(service.id)}>事情による持ち物を変更する</a>
        </p>
      </div>
      <Table
        caption="来庁の事情による持ち物の一覧"
        wide
        empty="事情による持ち物は、ありません。代理の方や、はがきを紛失した方にも、同じ持ち物を案内します。"
        columns={['来庁の事情', '追加', '不要']}
        rows={rows}
      />
    </section>
  );
}
