import { whereCardIs } from '../../cards/whereabouts.ts';
import { eraDate } from '../../lib/dates/format.ts';
import { FormFields, form } from '../../lib/form/index.ts';
import { Button, ErrorSummary, type FormErrors, IconWrong, Says } from '../../lib/html/index.ts';
import type { Person } from '../../reservations/person.ts';
import { field, type SignedAsk } from '../route.ts';
import type { Found } from './find-people.ts';
import { Hits, Refused } from './finder.tsx';
import { accessKeys } from './keys.tsx';
import { type One, PARTY_MOST, whyNotOne } from './party.ts';
import { personForm } from './person-form.tsx';
import { nameOf } from './who.ts';
import { birthday } from './words.ts';

type More = Pick<Person, 'name' | 'kana' | 'birthDate'>;
const { name, kana, birthDate } = personForm.fields;

/** One more who comes, for a service without a card on file; the number is that of the first. */
export const moreForm = form<More>({ name: { ...name, look: { as: 'text' } }, kana, birthDate }, { prefix: 'more-' });

/** Whether somebody was typed who comes along and was not looked for yet. */
export const typedMore = (body: Readonly<Record<string, unknown>>): boolean =>
  [...moreForm.boxNames, 'q'].some((box) => field(body, box).trim() !== '');

type Props = {
  ask: SignedAsk;
  party: readonly One[];
  needsCard: boolean;
  /** The search for one more. */
  found: Found;
  /** The boxes of one more are open. */
  open: boolean;
  /** What is wrong with them. */
  errors: FormErrors | undefined;
  /** Said of the last press. */
  said?: string | undefined;
};

/** What is known of one who comes along, why they cannot be booked, and the press that leaves them out. */
function Along({ ask, one, focus }: { ask: SignedAsk; one: One; focus: boolean }) {
  const { who, key } = one;
  const why = whyNotOne(one);
  return (
    <li class={why === undefined ? undefined : 'along-not'}>
      <b>{nameOf(who)}</b>
      {who.by === 'card' && who.card.protected && <span class="tag tag-chosen">支援措置</span>}
      <span class="sub">
        {who.by === 'card' ? birthday(who.card, ask.clock) : eraDate(who.person.birthDate)}
        {who.by === 'card' && (
          <>
            {'　'}
            <span class="code">{who.card.noticeId}</span>
            {`　${who.card.statusName}　${whereCardIs(who.card).first}`}
          </>
        )}
      </span>
      {why === undefined && who.by === 'card' && who.card.whereabouts === 'missing' && (
        <p class="along-care">カードが所在確認中です。見つかるまで、交付できません。</p>
      )}
      {why !== undefined && (
        <p class="wrong">
          <IconWrong />
          {why.words}
          {why.href !== undefined && <a href={why.href}>{why.link}</a>}
        </p>
      )}
      <button class="button button-second" type="submit" name="act" value={`out:${key}`} {...(focus ? { autoFocus: true } : {})}>
        この方を外す<span class="unseen">：{nameOf(who)}さん</span>
      </button>
    </li>
  );
}

const ALT_1 = { accessKey: '1' };

/** Looks for one more who comes along; stands in the form of the page, so that nothing typed is lost. */
function MoreBox({ ask, found }: Pick<Props, 'ask' | 'found'>) {
  return (
    <>
      <label class="label" for="who">
        一緒に来庁する方<span class="along-key">{`（${[...accessKeys(ask.browser), '1'].join('＋')}）`}</span>
      </label>
      <div class="finder-row">
        <input
          class="input"
          id="who"
          name="q"
          type="text"
          autoComplete="off"
          {...ALT_1}
          {...(found.state === 'refused'
            ? { value: found.line, 'aria-describedby': 'who-error', 'aria-invalid': 'true' as const }
            : found.state === 'found' && found.hits.length === 0
              ? { value: found.line }
              : {})}
        />
        <Button kind="second" name="act" value="find">
          検索
        </Button>
      </div>
      <Refused found={found} />
    </>
  );
}

/** Lets one more be typed, once that is asked for. */
function MorePerson({ ask, open, errors }: Pick<Props, 'ask' | 'open' | 'errors'>) {
  if (!open)
    return (
      <p class="acts">
        <Button kind="second" name="act" value="more">
          一緒に来庁する方を追加する
        </Button>
      </p>
    );
  return (
    <fieldset class="along-more">
      <legend>一緒に来庁する方</legend>
      <ErrorSummary errors={errors ?? {}} />
      <FormFields
        form={moreForm}
        state={{
          shown: (box) => (errors === undefined ? '' : field(ask.body, box)),
          errors: errors ?? {},
          ...(errors === undefined ? { focus: 'more-name' } : {}),
        }}
      />
      <p class="acts">
        <Button kind="second" name="act" value="more">
          この方を追加する
        </Button>
      </p>
    </fieldset>
  );
}

/** Who comes along with the first, and one more to be found. Places are for all of them or for none. */
export function PartyList({ ask, party, needsCard, found, open, errors, said }: Props) {
  const [, ...along] = party;
  const waits = found.state === 'found' ? undefined : along.find((one) => whyNotOne(one) !== undefined);
  return (
    <div class={`along${along.length > 0 || found.state === 'found' || open ? ' along-some' : ''}`}>
      {said !== undefined && (
        <p class="wrong" role="alert">
          <IconWrong />
          {said}
        </p>
      )}
      {along.length > 0 && (
        <>
          <h3>{`一緒に来庁する方（ご本人を含めて${party.length}人）`}</h3>
          <ul>
            {along.map((one) => (
              <Along ask={ask} one={one} focus={one === waits} />
            ))}
          </ul>
        </>
      )}
      {party.length >= PARTY_MOST ? (
        <Says class="small soft">{`1つの予約に入れるのは${PARTY_MOST}人までです。${PARTY_MOST + 1}人目からは、別の予約にしてください。`}</Says>
      ) : needsCard ? (
        <MoreBox ask={ask} found={found} />
      ) : (
        <MorePerson ask={ask} open={open || errors !== undefined} errors={errors} />
      )}
      {found.state === 'found' && (
        <Hits
          ask={ask}
          found={found}
          hit={(cardId, words, first) => (
            <button class="hit" type="submit" name="act" value={`join:${cardId}`} {...first}>
              {words}
            </button>
          )}
        />
      )}
    </div>
  );
}
