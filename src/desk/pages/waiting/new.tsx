import { randomUUID } from 'node:crypto';
import { readUsualEnd } from '../../../calendar/usual-end.ts';
import type { Card } from '../../../cards/read.ts';
import { searchCards } from '../../../cards/search.ts';
import { addDays, cityDay } from '../../../lib/dates/jst.ts';
import { type FormErrors, hasErrors, Notice, Says } from '../../../lib/html/index.ts';
import { mailAddress } from '../../../lib/values/contact.ts';
import { noticeId, uuid } from '../../../lib/values/ids.ts';
import { listPickupOffices } from '../../../offices/read.ts';
import type { Beside } from '../../../reservations/beside.ts';
import { listServices, type Service } from '../../../services/read.ts';
import { DAY_KINDS, enter, PARTS } from '../../../waiting/acts.ts';
import { entryOfCard } from '../../../waiting/read.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { KnownCard } from '../../parts/known-card.tsx';
import { languageOfWho } from '../../parts/language.ts';
import { slipAsked, withSlip } from '../../parts/mail-slip.ts';
import { NotFound } from '../../parts/not-found.tsx';
import { OtherBooking, otherBooking } from '../../parts/other-booking.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { visibleCard } from '../../parts/visible-card.ts';
import { serviceOf } from '../../parts/who.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, go, type SignedAsk, show } from '../../route.ts';
import { type Choices, readChoices, withoutWords } from './choices.ts';
import { waitForm } from './form.ts';
import { refusedWords } from './words.ts';

const DAYS_ON = 28;

/** Who is to be entered, for what and where one may wait; undefined: nobody whom this account may see, or nothing one may wait for. `waited`: what they wait for already. */
type About = { card: Card; services: Service[]; choices: Choices; waited: ReadonlyMap<number, string> };

async function readAbout(ask: SignedAsk): Promise<About | undefined> {
  const card = await visibleCard(ask, ask.query['card']);
  const services = (await listServices(ask.db)).filter(({ needsCard }) => needsCard);
  if (card === undefined || services.length === 0) return undefined;
  const entries = await Promise.all(
    services.map(async ({ id }) => [id, (await entryOfCard(ask.db, card.id, id))?.id ?? ''] as const),
  );
  const waited = new Map(entries.filter(([, entry]) => entry !== ''));
  const [offices, usualEnd] = [await listPickupOffices(ask.db), await readUsualEnd(ask.db)];
  const asked = services.map(({ id }) => id).filter((id) => !waited.has(id));
  return { card, services, choices: await readChoices(ask.db, asked, card.id, offices, usualEnd), waited };
}

/** At first: the office where the clerk works, else that where the card lies, else the first one offered, and its days of the next four weeks. */
function firstWish(ask: SignedAsk, { card, choices }: About): { offices: string[]; from: string; to: string } {
  const has = (id: number | null) => choices.offices.find(({ value }) => value === String(id));
  const office = (has(ask.session.officeId) ?? has(card.officeId) ?? choices.offices[0])?.value ?? '';
  const days = choices.openings.filter((one) => one.office === office).map(({ day }) => day);
  const end = addDays(cityDay(ask.now), DAYS_ON);
  return { offices: [office], from: days[0] ?? '', to: days.findLast((day) => day <= end) ?? days.at(-1) ?? '' };
}

type More = { errors?: FormErrors; refused?: string; other?: Beside | undefined; status?: number };

async function page(ask: SignedAsk, about: About, { errors = {}, refused, other, status = 200 }: More): Promise<Answer> {
  const { card, services, choices, waited } = about;
  const without = withoutWords(choices);
  const open = services.filter(({ id }) => !waited.has(id));
  return show(
    <TitledPage
      ask={ask}
      title="空き待ちの登録"
      crumbs={[{ href: paths.waiting, words: '空き待ち' }]}
      errors={errors}
      refused={refused}
      refusedFor={<OtherBooking of={other} />}
    >
      <KnownCard ask={ask} card={card}>
        {null}
      </KnownCard>
      {services
        .filter(({ id }) => waited.has(id))
        .map(({ id, name }) => (
          <p>
            <a href={paths.waitingEntry(waited.get(id) ?? '')}>{name}の空き待ちには、登録されています</a>
          </p>
        ))}
      {without !== '' && choices.offices.length > 0 && <Says>{without}</Says>}
      {choices.offices.length === 0 && (
        <Notice kind="care" title="空き待ちに登録できる場所がありません">
          <Says>
            カードを運ぶ日数、カードの有効期限、予約できる期間のため、空きが出ることがありません。電話予約で対応してください。
          </Says>
        </Notice>
      )}
      {choices.offices.length > 0 && (
        <DeskForm
          ask={ask}
          form={waitForm(services, choices)}
          action={withQuery(paths.waitingNew, { card: card.id })}
          values={{
            service: String(serviceOf(open.length > 0 ? open : services, ask.query['service'])?.id),
            ...firstWish(ask, about),
            kinds: choices.kinds,
            parts: choices.parts,
            family: [],
            phone: card.phone === '' ? null : card.phone,
            language: await languageOfWho(ask, { by: 'card', card }),
          }}
          errors={errors}
          submit="空き待ちに登録する"
          back={{ href: paths.person(card.id), words: 'やめる' }}
        >
          {Object.entries({ id: field(ask.body, 'id') || randomUUID(), ...slipAsked(ask) }).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
        </DeskForm>
      )}
    </TitledPage>,
    status,
  );
}

/** The form for who is on the telephone; who waits for all there is already is shown that. */
export async function newPage(ask: SignedAsk): Promise<Answer> {
  const about = await readAbout(ask);
  if (about === undefined) return show(<NotFound ask={ask} />, 404);
  const [entry] = about.waited.values();
  return entry !== undefined && about.waited.size === about.services.length
    ? go(paths.waitingEntry(entry))
    : page(ask, about, {});
}

/** The cards of those who come along; a notice ID that is unknown, or of several cards, is said. */
async function companions(ask: SignedAsk, ids: readonly string[]): Promise<{ cards: number[]; wrong?: string }> {
  const cards: number[] = [];
  for (const typed of ids) {
    const id = noticeId(typed);
    const hits = id.ok
      ? (await searchCards(ask.db, { noticeId: id.value, words: [] }, viewerOf(ask), 5)).filter((hit) => hit.isOpen)
      : [];
    const [only, another] = hits;
    if (only === undefined || another !== undefined)
      return {
        cards,
        wrong:
          only === undefined
            ? `${typed}のカードは見つかりません。`
            : `${typed}のカードが複数あります。電話予約で対応してください。`,
      };
    cards.push(only.id);
  }
  return { cards };
}

export async function newSubmit(ask: SignedAsk): Promise<Answer> {
  const about = await readAbout(ask);
  if (about === undefined) return show(<NotFound ask={ask} />, 404);
  const { card, services, choices } = about;
  const typed = readForm(ask, waitForm(services, choices));
  const errors = withSlip(ask, typed.ok ? {} : typed.errors);
  if (!typed.ok || hasErrors(errors)) return page(ask, about, { errors, status: 422 });
  const { value } = typed;
  const others = await companions(ask, value.family);
  if (others.wrong !== undefined) return page(ask, about, { errors: { family: others.wrong }, status: 422 });
  const serviceId = Number(value.service);
  const id = uuid(field(ask.body, 'id'));
  const mail = mailAddress(value.mail ?? '');
  const entered = await enter(ask.db, ask.actor, {
    id: id.ok ? id.value : randomUUID(),
    serviceId,
    cards: [...new Set([card.id, ...others.cards])],
    mail: mail.ok ? mail.value : null,
    language: value.language,
    phone: value.phone ?? '',
    offices: value.offices.map(Number),
    from: value.from,
    to: value.to,
    kinds: DAY_KINDS.filter((kind) => value.kinds.includes(kind)),
    parts: PARTS.filter((part) => value.parts.includes(part)),
  });
  if (!entered.ok) {
    const other = await otherBooking(ask, entered.reason, { cards: [card.id, ...others.cards] });
    return page(ask, about, { refused: refusedWords(entered.reason, entered.detail), other, status: 409 });
  }
  const entry = await entryOfCard(ask.db, card.id, serviceId);
  return go(entry === undefined ? paths.waiting : withQuery(paths.waitingEntry(entry.id), { done: entered.value }));
}
