import type { Counter } from '../../calendar/state.ts';
import { Button, SelectBox } from '../../lib/html/index.ts';
import { smallId } from '../../lib/values/ids.ts';
import type { Office } from '../../offices/read.ts';
import { listServices, type Service } from '../../services/read.ts';
import { field, type SignedAsk } from '../route.ts';
import type { Names } from './change-words.ts';
import { officeOf, ownPickupOffices } from './office.tsx';

/** Which office's calendar of which service a page is about. */
export type Picked = { offices: Office[]; services: Service[]; office: Office; service: Service; counter: Counter };

/** Reads `office` (code) and `service` (id) from an address; the account's own office and the first service else. Undefined in a city without any. */
export async function readPicked(ask: SignedAsk, fields: Readonly<Record<string, unknown>>): Promise<Picked | undefined> {
  const [offices, services] = [await ownPickupOffices(ask), await listServices(ask.db)];
  const office = officeOf(ask, offices, field(fields, 'office'));
  const asked = smallId(fields['service']);
  const service = services.find(({ id }) => asked.ok && id === asked.value) ?? services[0];
  if (office === undefined || service === undefined) return undefined;
  return { offices, services, office, service, counter: { officeId: office.id, serviceId: service.id } };
}

/** What stands in an address for a counter. */
export const pickedQuery = ({ office, service }: Pick<Picked, 'office' | 'service'>) => ({
  office: office.code,
  service: service.id,
});

export const namesOf = ({ offices, services }: Pick<Picked, 'offices' | 'services'>): Names => ({
  offices: new Map(offices.map(({ id, name }) => [id, name])),
  services: new Map(services.map(({ id, name }) => [id, name])),
});

/** Office and service from two pull-downs; what else the page shows travels along. */
export function CounterPick({ picked, action, keep = {} }: { picked: Picked; action: string; keep?: Record<string, string> }) {
  return (
    <form method="get" action={action} class="counter-pick">
      {Object.entries(keep).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <label for="office">交付場所</label>
      <SelectBox
        id="office"
        name="office"
        value={picked.office.code}
        options={picked.offices.map(({ code, name }) => ({ value: code, label: name }))}
      />
      <label for="service">手続き</label>
      <SelectBox
        id="service"
        name="service"
        value={String(picked.service.id)}
        options={picked.services.map(({ id, name }) => ({ value: String(id), label: name }))}
      />
      <Button kind="second">表示する</Button>
    </form>
  );
}
