import { textsOf } from '../../../languages/index.ts';
import { today } from '../../../lib/clock.ts';
import { textOf } from '../../../lib/http/fields.ts';
import { kanaKey } from '../../../lib/japanese/keys.ts';
import type { Service } from '../../common.ts';
import { nothingTyped, readPerson, typedOf } from '../../journey/person/read.ts';
import { PersonPage } from '../../journey/person/view.tsx';
import { paths } from '../../paths.ts';
import { type Answer, type Ask, go, show } from '../../route.ts';
import { atLeast, SAME_TIME_MS } from '../../same-time.ts';

/** Also one that is offered nowhere any more: it may be booked still. */
const asked = async ({ common }: Ask, code: string): Promise<Service | undefined> => {
  const services = (await common.services('')).filter(({ needsCard }) => !needsCard);
  return services.find((one) => one.code === code) ?? (services.length === 1 ? services[0] : undefined);
};

export async function managePersonForm(ask: Ask): Promise<Answer> {
  const service = await asked(ask, textOf(ask.query, 'service'));
  if (service === undefined) return go(paths.manage);
  return show(<PersonPage token={ask.token()} purpose="manage" service={service} typed={nothingTyped} />);
}

/** By kana, birth date and phone; the link goes to the registered address. The same page and the same time whether there is a reservation or not. */
export async function managePersonSubmit(ask: Ask): Promise<Answer> {
  const { language } = ask;
  const service = await asked(ask, textOf(ask.body, 'service'));
  if (service === undefined) return go(paths.manage);
  const typed = typedOf(ask.body);
  const read = readPerson(typed, today(ask.clock).toString(), textsOf(language).person.errors, { name: false });
  if (read.person === undefined)
    return show(
      <PersonPage token={ask.token()} purpose="manage" service={service} typed={typed} errors={read.errors} birth={read.birth} />,
      422,
    );
  const { kana, birthDate, phone } = read.person;
  const who = { service: service.code, kanaKey: kanaKey(kana), birthDate, phone, address: ask.address };
  await atLeast(SAME_TIME_MS, ask.acts.findPerson(who, ask.caller));
  return go(paths.manageSent);
}
