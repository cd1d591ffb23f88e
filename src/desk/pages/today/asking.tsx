import type { VNode } from 'preact';
import type { Form } from '../../../lib/form/index.ts';
import { type FormErrors, hasErrors, SummaryList } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { contextOf, DeskForm } from '../../parts/form.tsx';
import { NotFound } from '../../parts/not-found.tsx';
import { ProtectedNote } from '../../parts/protected-note.tsx';
import { RemarksBeside } from '../../parts/remarks-beside.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { said } from '../../parts/words.ts';
import { type Answer, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { type PressedPerson, type PressFields, personOf } from './person-of.ts';
import { back, backFields } from './presses.ts';
import { pressedOn } from './subject.ts';

/** A press at the counter that asks something first, on a page of its own. */
type Asking<V extends object> = {
  path: string;
  /** What it is called where it was set aside. */
  kept: string;
  title: (person: PressedPerson) => string;
  form: (ask: SignedAsk) => Promise<Form<V>>;
  values: (ask: SignedAsk, person: PressedPerson) => Promise<Partial<V>>;
  submit: (person: PressedPerson) => string;
  /** The box where the cursor waits. */
  focus: string;
  /** What is to be seen to before the press, and what the press says of it. */
  before?: (person: PressedPerson) => { shown: VNode; seen: string };
  /** What is done with what was typed: why it was refused, or nothing. */
  act: (ask: SignedAsk, person: PressedPerson, typed: V) => Promise<string | undefined>;
};

async function page<V extends object>(
  ask: SignedAsk,
  { path, title, form, values, submit, focus, before }: Asking<V>,
  fields: PressFields,
  person: PressedPerson,
  errors: FormErrors = {},
  refused?: string,
): Promise<Answer> {
  const { reservation, member, remark } = person;
  const here = { ...backFields(fields), id: reservation.id, position: String(member.position) };
  const care = before?.(person);
  return show(
    <TitledPage ask={ask} title={title(person)} errors={errors} refused={refused}>
      <ProtectedNote all={[member]} />
      <SummaryList
        rows={[
          { term: '来庁者', value: printable(member.name).text },
          { term: '手続き', value: reservation.serviceName },
        ]}
      />
      <RemarksBeside of={[{ name: printable(member.name).text, body: remark }]} />
      {care?.shown}
      <DeskForm
        ask={ask}
        seen={care?.seen}
        form={await form(ask)}
        action={path}
        values={await values(ask, person)}
        errors={errors}
        submit={submit(person)}
        focus={focus}
        back={{ href: back(here, {}), words: 'やめる' }}
      >
        {Object.entries(here).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
      </DeskForm>
    </TitledPage>,
    hasErrors(errors) ? 422 : refused === undefined ? 200 : 409,
  );
}

/** The two routes of such a press: who is not at the counter (any more) is led back. */
export const askingRoutes = <V extends object>(asking: Asking<V>): Route[] => [
  get(asking.path, 'counter.act', async (ask) => {
    const person = await personOf(ask, ask.query);
    if (person === undefined) return show(<NotFound ask={ask} />, 404);
    if (person.member.outcome !== 'arrived') return go(back(ask.query, { refused: 'changed_meanwhile' }));
    return page(ask, asking, ask.query, person);
  }),
  post(asking.path, 'counter.act', { words: asking.kept, of: pressedOn }, async (ask) => {
    const person = await personOf(ask, ask.body);
    if (person === undefined) return show(<NotFound ask={ask} />, 404);
    const typed = (await asking.form(ask)).read(ask.body, contextOf(ask));
    if (!typed.ok) return page(ask, asking, ask.body, person, typed.errors);
    const refused = await asking.act(ask, person, typed.value);
    // Where the card is changed since the page was drawn: what was typed stays, the page says where it is now.
    if (refused === 'not_in_hand') return page(ask, asking, ask.body, person, {}, said('not_in_hand_here'));
    return go(back(ask.body, refused === undefined ? {} : { refused }));
  }),
];
