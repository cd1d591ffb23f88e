import { textOf } from '../../../lib/http/fields.ts';
import { kanaKey } from '../../../lib/japanese/keys.ts';
import type { Service } from '../../common.ts';
import { personForm } from '../../journey/person/form.tsx';
import { shown } from '../../journey/person/submit.tsx';
import { PersonPage } from '../../journey/person/view.tsx';
import { readTyped, stateOf } from '../../parts/form.ts';
import { paths } from '../../paths.ts';
import { type Answer, type Ask, go, show } from '../../route.ts';
import { atLeast } from '../../same-time.ts';

/** Also one that is offered nowhere any more: it may be booked still. */
const asked = async ({ common }: Ask, code: string): Promise<Service | undefined> => {
  const services = (await common.services('')).filter(({ needsCard }) => !needsCard);
  return services.find((one) => one.code === code) ?? (services.length === 1 ? services[0] : undefined);
};

export async function managePersonForm(ask: Ask): Promise<Answer> {
  const service = await asked(ask, textOf(ask.query, 'service'));
  if (service === undefined) return go(paths.manage);
  return show(<PersonPage token={ask.token()} purpose="manage" service={service} state={stateOf({})} />);
}

/** By kana, birth date and phone; the link goes to the registered address. The same page and the same time whether there is a reservation or not. */
export async function managePersonSubmit(ask: Ask): Promise<Answer> {
  const { language } = ask;
  const service = await asked(ask, textOf(ask.body, 'service'));
  if (service === undefined) return go(paths.manage);
  const typed = readTyped(personForm(language, 'manage'), ask.body, ask.clock);
  if (!typed.ok) return shown({ token: ask.token(), purpose: 'manage', service, state: typed.state });
  const { kana, birthDate, phone } = typed.value;
  const who = { service: service.code, kanaKey: kanaKey(kana), birthDate, phone, address: ask.address, language };
  await atLeast(ask.sameTimeMs, ask.acts.findPerson(who, ask.caller));
  return go(paths.manageSent);
}
