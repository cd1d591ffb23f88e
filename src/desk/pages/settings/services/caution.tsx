import type { Facts } from '../../../../audit/change.ts';
import { fingerprint } from '../../../../lib/fingerprint.ts';
import type { FormErrors } from '../../../../lib/html/index.ts';
import { addCaution, changeCaution, showCaution } from '../../../../services/cautions.ts';
import { cautionTexts, cautionTextsName } from '../../../../services/planned-cautions.ts';
import { readService, type ServiceRecord } from '../../../../services/read.ts';
import {
  type CautionFacts,
  type CautionRecord,
  cautionVersions,
  listCautions,
  readCaution,
} from '../../../../services/read-cautions.ts';
import { plansOf, planTexts } from '../../../../site/planned.ts';
import { readForm, untyped } from '../../../parts/form.tsx';
import { planFrom, textsSince, withdrawAsked, withSince } from '../../../parts/plan.ts';
import { planErrors } from '../../../parts/planned.tsx';
import { type WithRow, withRow } from '../../../parts/row.tsx';
import { RIGHT } from '../../../parts/settings-page.tsx';
import { pressed } from '../../../parts/text-preview.tsx';
import { paths, withQuery } from '../../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { cautionForm, cautionPlans, shownSince } from './caution-form.ts';
import { lookAtCaution } from './caution-look.tsx';
import { CautionPage } from './caution-page.tsx';

async function page(
  ask: SignedAsk,
  service: ServiceRecord,
  caution: CautionRecord | undefined,
  more: { errors?: FormErrors; meanwhile?: Facts; turned?: SignedAsk } = {},
  status = 200,
): Promise<Answer> {
  const others = await listCautions(ask.db, service.id);
  const versions = caution === undefined ? [] : await cautionVersions(ask.db, caution.id);
  const plans = caution === undefined ? [] : await plansOf(ask.db, cautionTextsName(caution.id));
  return show(<CautionPage ask={ask} props={{ service, caution, others, versions, plans, ...more }} />, status);
}

const withCaution = withRow(async (ask, id) => {
  const caution = await readCaution(ask.db, id);
  const service = caution === undefined ? undefined : await readService(ask.db, caution.serviceId);
  return caution === undefined || service === undefined ? undefined : { caution, service };
});

const back = (serviceId: number, done: string): Answer => go(withQuery(paths.service(serviceId), { done }, 'cautions'));

/** What the form typed, and from when it is to hold. */
const readCautionForm = (ask: SignedAsk) => withSince(ask, readForm(ask, cautionForm([])));

async function add(ask: SignedAsk, service: ServiceRecord): Promise<Answer> {
  const typed = readCautionForm(ask);
  if (!typed.ok) return page(ask, service, undefined, { errors: typed.errors }, 422);
  const { value, since } = typed.value;
  if (pressed(ask) === 'edit') return page(ask, service, undefined);
  if (pressed(ask) === 'look')
    return lookAtCaution(ask, service, undefined, { value, since, boxes: textsSince(ask).boxes({ since }) });
  const added = await addCaution(ask.db, ask.actor, service, value, since);
  if (!added.ok) return page(ask, service, undefined, { errors: planErrors(added.reason) ?? {} }, 409);
  return back(service.id, since === null ? 'caution' : 'caution-planned');
}

type OfCaution = { caution: CautionRecord; service: ServiceRecord };

/** What is said where the page was old: what is kept by now, read after the refusal. */
const meanwhile = (ask: SignedAsk, typed: CautionFacts): Promise<Answer> =>
  withCaution((again, now) => page(again, now.service, now.caution, { meanwhile: typed }, 409))(ask);

async function change(ask: SignedAsk, { caution, service }: OfCaution): Promise<Answer> {
  const typed = readCautionForm(ask);
  if (!typed.ok) return page(ask, service, caution, { errors: typed.errors }, 422);
  const { value, since } = typed.value;
  if (pressed(ask) === 'edit') return page(ask, service, caution);
  const plans = await plansOf(ask.db, cautionTextsName(caution.id));
  if (since !== null) {
    const planned = await planFrom(ask, cautionPlans(caution), caution.facts, { value, since, plans });
    if (planned === 'planned') return go(withQuery(paths.caution(caution.id), { done: 'planned' }));
    if (planned === 'meanwhile') return meanwhile(ask, value);
    if ('look' in planned) return lookAtCaution(ask, service, caution, { value, since, boxes: planned.look.boxes });
    return page(ask, service, caution, { errors: planned.errors }, planned.status);
  }
  if (pressed(ask) === 'look') return lookAtCaution(ask, service, caution, { value, since, boxes: {}, plans });
  const changed = await changeCaution(ask.db, ask.actor, caution.id, field(ask.body, 'seen'), value);
  if (changed.ok) return back(service.id, changed.value === 'same' ? 'same' : 'caution');
  return meanwhile(ask, value);
}

/** Hides a caution or shows it again, at once or from a time on. */
async function turn(ask: SignedAsk, { caution, service }: OfCaution): Promise<Answer> {
  const shown = ask.body['show'] === 'yes';
  const typed = readForm(ask, shownSince(ask, shown));
  if (!typed.ok) return page(untyped(ask), service, caution, { errors: typed.errors, turned: ask }, 422);
  const { since } = typed.value;
  if (since === null) {
    const turned = await showCaution(ask.db, ask.actor, caution.id, shown);
    return back(service.id, turned ? (shown ? 'caution-on' : 'caution-off') : 'same');
  }
  const plan = { seen: fingerprint(caution.facts), typed: cautionTexts(caution.facts), since, shown };
  const planned = await planTexts(ask.db, ask.actor, cautionPlans(caution), plan);
  if (planned.ok) return go(withQuery(paths.caution(caution.id), { done: 'planned' }));
  const says = planErrors(planned.reason)?.['since-day'];
  return says === undefined
    ? go(paths.caution(caution.id))
    : page(untyped(ask), service, caution, { errors: { 'shown-since-day': says }, turned: ask }, 409);
}

export const cautionRoutes = (withService: WithRow<ServiceRecord>): readonly Route[] => [
  get(
    paths.newCaution(':id'),
    RIGHT,
    withService((ask, service) => page(ask, service, undefined)),
  ),
  post(paths.newCaution(':id'), RIGHT, '注意の追加', withService(add)),
  get(
    paths.caution(':id'),
    RIGHT,
    withCaution((ask, { caution, service }) => page(ask, service, caution)),
  ),
  post(paths.caution(':id'), RIGHT, '注意の変更', withCaution(change)),
  post(paths.showCaution(':id'), RIGHT, '注意の表示の変更', withCaution(turn)),
  post(
    paths.withdrawCautionTexts(':id', ':plan'),
    RIGHT,
    '注意の予定している変更の取りやめ',
    withCaution(async (ask, { caution }) =>
      go(withQuery(paths.caution(caution.id), { done: await withdrawAsked(ask, cautionPlans(caution)) })),
    ),
  ),
];
