import type { Facts } from '../../../../audit/change.ts';
import { type FormErrors, hasErrors, Says } from '../../../../lib/html/index.ts';
import { changePapersByNeed } from '../../../../services/change-papers.ts';
import type { PapersByNeed } from '../../../../services/needs.ts';
import { papersByNeed } from '../../../../services/papers.ts';
import { papersTexts, papersTextsName, withPapersTexts } from '../../../../services/papers-texts.ts';
import type { ServiceRecord } from '../../../../services/read.ts';
import { type Plan, plansOf } from '../../../../site/planned.ts';
import { type WordingVersion, wordingVersions } from '../../../../site/wordings/acts.ts';
import { readForm, seenOf } from '../../../parts/form.tsx';
import { planFrom, withdrawAsked, withSince } from '../../../parts/plan.ts';
import { PLAN_DONE, PlannedTexts, planAsked } from '../../../parts/planned.tsx';
import type { WithRow } from '../../../parts/row.tsx';
import { Meanwhile, RIGHT, SettingsPage } from '../../../parts/settings-page.tsx';
import { pressed } from '../../../parts/text-preview.tsx';
import { askedVersion, TextVersions } from '../../../parts/text-versions.tsx';
import { bodied, heldFrom } from '../../../parts/texts-body.tsx';
import { TextsForm } from '../../../parts/texts-form.tsx';
import { paths, withQuery } from '../../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { bothWays, PAPER_LABELS, papersForm, papersOf, papersPlans, typedOf } from './papers-form.ts';
import { around, lookAtPapers } from './papers-look.tsx';

type More = { errors?: FormErrors; meanwhile?: PapersByNeed };

/** The papers as they are kept, or with those of the version or the plan that the address asks to take again. */
function papersAsked(
  ask: SignedAsk,
  kept: PapersByNeed,
  versions: readonly WordingVersion[],
  plans: readonly Plan[],
): PapersByNeed {
  const taken = planAsked(ask, plans) ?? askedVersion(ask, bodied(versions, PAPER_LABELS));
  return taken === undefined ? kept : withPapersTexts(kept, taken.said.texts);
}

async function page(
  ask: SignedAsk,
  service: ServiceRecord,
  { errors = {}, meanwhile }: More = {},
  status = 200,
): Promise<Answer> {
  const name = papersTextsName(service.id);
  const [kept, versions, plans] = await Promise.all([
    papersByNeed(ask.db, service.id),
    wordingVersions(ask.db, name),
    plansOf(ask.db, name),
  ]);
  const href = paths.papersByNeed(service.id);
  return show(
    <SettingsPage
      ask={ask}
      title="来庁の事情による持ち物"
      crumbs={around(service)}
      said={PLAN_DONE[field(ask.query, 'done')]}
      errors={errors}
    >
      {meanwhile !== undefined && <Meanwhile kept={kept as Facts} typed={meanwhile as Facts} />}
      <Says>
        代理の方が来庁する、はがきを紛失したなどと答えた方だけに、追加する持ち物と、不要になる持ち物です。1つでもあると、予約の前に、来庁者ごとにたずねます。
      </Says>
      <TextsForm
        ask={ask}
        form={papersForm(service)}
        plans={plans}
        action={href}
        values={typedOf(service, papersAsked(ask, kept, versions, plans))}
        errors={errors}
        seen={seenOf(ask, kept, meanwhile !== undefined)}
        submit="表示を確かめる"
        back={{ href: paths.service(service.id), words: 'やめる' }}
      />
      <PlannedTexts
        ask={ask}
        plans={plans}
        now={papersTexts(kept)}
        labels={PAPER_LABELS}
        called="事情による持ち物"
        href={href}
        withdraw={(plan) => paths.withdrawPapers(service.id, plan)}
      />
      {versions.length > 0 && <TextVersions versions={bodied(versions, PAPER_LABELS)} href={href} told={heldFrom(versions)} />}
    </SettingsPage>,
    status,
  );
}

async function change(ask: SignedAsk, service: ServiceRecord): Promise<Answer> {
  const typed = withSince(ask, readForm(ask, papersForm(service)));
  if (!typed.ok) return page(ask, service, { errors: typed.errors }, 422);
  if (pressed(ask) === 'edit') return page(ask, service);
  const { value, since } = typed.value;
  const papers = papersOf(service, value);
  const errors = bothWays(papers);
  if (hasErrors(errors)) return page(ask, service, { errors }, 422);
  const [kept, plans] = await Promise.all([papersByNeed(ask.db, service.id), plansOf(ask.db, papersTextsName(service.id))]);
  if (since !== null) {
    const planned = await planFrom(ask, papersPlans(service), kept, { value: papers, since, plans });
    if (planned === 'planned') return go(withQuery(paths.papersByNeed(service.id), { done: 'planned' }));
    if (planned === 'meanwhile') return page(ask, service, { meanwhile: papers }, 409);
    if ('look' in planned) return lookAtPapers(ask, service, { value, kept, plans, ahead: planned.look });
    return page(ask, service, planned, planned.status);
  }
  if (pressed(ask) === 'look') return lookAtPapers(ask, service, { value, kept, plans });
  const changed = await changePapersByNeed(ask.db, ask.actor, service, field(ask.body, 'seen'), papers);
  if (changed.ok)
    return go(withQuery(paths.service(service.id), { done: changed.value === 'same' ? 'same' : 'papers' }, 'papers'));
  return page(ask, service, { meanwhile: papers }, 409);
}

export const papersByNeedRoutes = (withService: WithRow<ServiceRecord>): readonly Route[] => [
  get(
    paths.papersByNeed(':id'),
    RIGHT,
    withService((ask, service) => page(ask, service)),
  ),
  post(paths.papersByNeed(':id'), RIGHT, '持ち物の変更', withService(change)),
  post(
    paths.withdrawPapers(':id', ':plan'),
    RIGHT,
    '持ち物の予定している変更の取りやめ',
    withService(async (ask, service) =>
      go(withQuery(paths.papersByNeed(service.id), { done: await withdrawAsked(ask, papersPlans(service)) })),
    ),
  ),
];
