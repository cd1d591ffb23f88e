import {
  type AUDIENCES,
  copySeen,
  copyWindows,
  foresee,
  readWindows,
  saveWindows,
  USUAL_WINDOWS,
  type WindowRules,
  windowsAt,
} from '../../../../calendar/windows.ts';
import { smallId } from '../../../../lib/values/ids.ts';
import { listOfficeRecords, type OfficeRecord } from '../../../../offices/read.ts';
import { listServiceRecords, type ServiceRecord } from '../../../../services/read.ts';
import { NotFound } from '../../../parts/not-found.tsx';
import { typedForm } from '../../../parts/typed.ts';
import { paths, withQuery } from '../../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { RIGHT } from '../parts.tsx';
import { readWindow } from './form.tsx';
import { type Rows, type Tried, WindowPage, type WindowProps, WindowsPage } from './view.tsx';

type Rules = { citizen: WindowRules; staff: WindowRules };

const pickupOffices = async (ask: SignedAsk): Promise<OfficeRecord[]> =>
  (await listOfficeRecords(ask.db)).filter(({ retiredAt, facts }) => retiredAt === null && facts.isPickup);
const offered = async (ask: SignedAsk): Promise<ServiceRecord[]> =>
  (await listServiceRecords(ask.db)).filter(({ retiredAt }) => retiredAt === null);

async function listRows(ask: SignedAsk): Promise<Rows> {
  const [offices, services, all] = await Promise.all([pickupOffices(ask), offered(ask), readWindows(ask.db)]);
  return services.map((service) => ({
    service,
    offices: offices.map((office) => ({ office, windows: windowsAt(all, { officeId: office.id, serviceId: service.id }) })),
  }));
}

type Counter = { office: OfficeRecord; service: ServiceRecord };

/** The office and service an address names, both in use; else a page that says there is none. */
const withCounter =
  (work: (ask: SignedAsk, counter: Counter) => Promise<Answer>) =>
  async (ask: SignedAsk): Promise<Answer> => {
    const [officeId, serviceId] = [smallId(ask.params['office']), smallId(ask.params['service'])];
    const office = (await pickupOffices(ask)).find(({ id }) => officeId.ok && id === officeId.value);
    const service = (await offered(ask)).find(({ id }) => serviceId.ok && id === serviceId.value);
    return office === undefined || service === undefined ? show(<NotFound ask={ask} />, 404) : work(ask, { office, service });
  };

const idsOf = ({ office, service }: Counter) => ({ officeId: office.id, serviceId: service.id, serviceCode: service.code });

async function tryOut(ask: SignedAsk, counter: Counter, rules: Rules): Promise<Tried> {
  const one = async (audience: (typeof AUDIENCES)[number]) => ({
    rules: rules[audience],
    foreseen: await foresee(ask.db, idsOf(counter), audience, rules[audience], counter.service.facts.needsCard),
  });
  return { citizen: await one('citizen'), staff: await one('staff') };
}

/** `typed`: rules that were typed and are not kept. */
async function page(
  ask: SignedAsk,
  counter: Counter,
  { typed, ...more }: Partial<Omit<WindowProps, 'typed'>> & { typed?: Rules } = {},
  status = 200,
): Promise<Answer> {
  const ids = idsOf(counter);
  const [offices, all] = await Promise.all([pickupOffices(ask), readWindows(ask.db)]);
  const windows = windowsAt(all, ids);
  // What is wrong with a copy says nothing of the boxes above.
  const readable = Object.keys(more.errors ?? {}).every((name) => name.startsWith('to-'));
  const rules = typed ?? { citizen: windows.citizen ?? USUAL_WINDOWS.citizen, staff: windows.staff ?? USUAL_WINDOWS.staff };
  const others = offices
    .filter(({ id }) => id !== ids.officeId)
    .map((office) => ({ office, windows: windowsAt(all, { officeId: office.id, serviceId: ids.serviceId }) }));
  return show(
    <WindowPage
      ask={ask}
      props={{
        ...counter,
        windows,
        others,
        copySeen: copySeen(all, ids.serviceId, shownOffices(offices)),
        tried: readable ? await tryOut(ask, counter, rules) : undefined,
        typed: typed !== undefined,
        errors: {},
        ...more,
      }}
    />,
    status,
  );
}

const shownOffices = (offices: readonly OfficeRecord[]): number[] => offices.map(({ id }) => id);

export const windowRoutes: readonly Route[] = [
  get(paths.windows, RIGHT, async (ask) => show(<WindowsPage ask={ask} rows={await listRows(ask)} />)),
  get(
    paths.window(':office', ':service'),
    RIGHT,
    withCounter((ask, counter) => page(ask, counter)),
  ),
  post(
    paths.window(':office', ':service'),
    RIGHT,
    withCounter(async (ask, counter) => {
      const form = typedForm(ask.body);
      const rules = { citizen: readWindow(ask, form, 'citizen'), staff: readWindow(ask, form, 'staff') };
      if (form.fails()) return page(ask, counter, { errors: form.errors }, 422);
      // Only the button that says so saves: Enter in a box tries.
      if (ask.body['act'] !== 'save') return page(ask, counter, { typed: rules });
      const saved = await saveWindows(ask.db, ask.actor, idsOf(counter), field(ask.body, 'seen'), rules);
      if (!saved.ok) return page(ask, counter, { typed: rules, meanwhile: rules }, 409);
      return go(withQuery(paths.window(counter.office.id, counter.service.id), { done: saved.value }));
    }),
  ),
  post(
    paths.copyWindow(':office', ':service'),
    RIGHT,
    withCounter(async (ask, counter) => {
      const offices = await pickupOffices(ask);
      const to = offices.filter(({ id }) => id !== counter.office.id && ask.body[`to-${id}`] === 'yes').map(({ id }) => id);
      // The boxes of the window itself were not sent: the page is drawn from what is kept.
      const bare = { ...ask, body: {} };
      const first = offices.find(({ id }) => id !== counter.office.id);
      if (to.length === 0)
        return page(bare, counter, { errors: { [`to-${first?.id ?? 0}`]: '同じにする場所に、印を付けてください。' } }, 422);
      const copied = await copyWindows(ask.db, ask.actor, idsOf(counter), to, {
        shown: shownOffices(offices),
        seen: field(ask.body, 'seen'),
      });
      if (!copied.ok)
        return page(
          bare,
          counter,
          {
            errors: {
              [`to-${first?.id ?? 0}`]:
                'ほかの職員が先に予約可能期間を変えたため、何も変えていません。いまの内容を確かめて、もう一度選んでください。',
            },
          },
          409,
        );
      return go(withQuery(paths.window(counter.office.id, counter.service.id), { done: copied.value === 0 ? 'same' : 'copied' }));
    }),
  ),
];
