import { type Language, textsOf } from '../../../languages/index.ts';
import { Button, Phrase, PostForm, Says } from '../../../lib/html/index.ts';
import { uuid } from '../../../lib/values/ids.ts';
import { beginVisit } from '../../begin.ts';
import { Frame, Step } from '../../frame.tsx';
import { Ended } from '../../parts/ended.tsx';
import { linkAgainPath, linkPath, manageLinkPath, paths } from '../../paths.ts';
import { type Answer, type Ask, show } from '../../route.ts';
import { useTexts } from '../../speech.tsx';
import { beginPath } from '../begin/pages.ts';

/** One button. Mail scanners open links: the page changes nothing, the press does. */
function LinkPage({ token, action, kind }: { token: string; action: string; kind: 'registration' | 'manage' }) {
  const words = useTexts().link;
  const manage = kind === 'manage';
  return (
    <Frame title={manage ? words.manageTitle : words.title} finish={false}>
      {!manage && <Step name="mail" />}
      <h1>
        <Phrase>{manage ? words.manageHeading : words.heading}</Phrase>
      </h1>
      <Says class="lead">{manage ? words.manageLead : words.lead}</Says>
      <PostForm action={action} token={token}>
        <div class="acts">
          <Button>{manage ? words.manageGo : words.go}</Button>
        </div>
      </PostForm>
    </Frame>
  );
}

function noLink(language: Language, why: 'expired' | 'finished' | 'unknown' | 'over'): Answer {
  const { next, ...said } = textsOf(language).link[why];
  return show(
    <Ended
      {...said}
      finish={false}
      next={[
        { text: next, href: beginPath() },
        ...(why === 'over' ? [] : [{ text: textsOf(language).link.manage, href: paths.manage }]),
      ]}
    />,
    why === 'unknown' ? 404 : 410,
  );
}

/** It was opened in another browser: who has the mailbox is sent a new one, and nobody has to prove themselves once more. */
function usedLink({ language, token }: Pick<Ask, 'language' | 'token'>, secret: string): Answer {
  const { title, says, again } = textsOf(language).link.used;
  return show(
    <Ended title={title} says={says} finish={false} next={[]}>
      <PostForm action={linkAgainPath(secret)} token={token()}>
        <div class="acts">
          <Button>{again}</Button>
        </div>
      </PostForm>
    </Ended>,
    410,
  );
}

/** POST: the new mail, to the address the used one went to. */
export async function renewLink({ acts, caller, language, params }: Ask): Promise<Answer> {
  const secret = uuid(params['secret']);
  const sent = secret.ok ? await acts.renewLink(secret.value, caller) : 'unknown';
  if (sent === 'unknown') return noLink(language, 'unknown');
  return mailedAgain(language, sent);
}

/** The new mail left, or so many were sent that none does. */
export function mailedAgain(language: Language, sent: 'sent' | 'too_many'): Answer {
  const { link, mail } = textsOf(language);
  if (sent === 'too_many')
    return show(<Ended title={mail.sentHeading.enough} says={[mail.tooMany]} finish={false} next={[]} />, 429);
  return show(<Ended {...link.renewed} finish={false} next={[]} />);
}

/** §8(3)④, GET: shows. */
export async function linkPage(ask: Ask): Promise<Answer> {
  const { acts, cookie, language, params, token } = ask;
  const secret = uuid(params['secret']);
  if (!secret.ok) return noLink(language, 'unknown');
  const found = await acts.lookAtLink(secret.value, cookie);
  if (found === 'used') return usedLink(ask, secret.value);
  if (found === 'expired' || found === 'finished' || found === 'unknown') return noLink(language, found);
  // Pressed again once it is booked: what it shows then is the booking.
  const kind = found === 'booked' ? 'manage' : 'registration';
  return show(<LinkPage token={token()} action={linkPath(secret.value)} kind={kind} />);
}

/** POST: the address is proven, and this browser has the visit, whichever it began in. */
export async function openLink(ask: Ask): Promise<Answer> {
  const { acts, caller, cookie, language, params } = ask;
  const parsed = uuid(params['secret']);
  if (!parsed.ok) return noLink(language, 'unknown');
  const { secret, hash } = beginVisit();
  const found = await acts.openLink(parsed.value, hash, cookie, caller);
  if (found === 'used') return usedLink(ask, parsed.value);
  if (found === 'expired' || found === 'finished' || found === 'unknown') return noLink(language, found);
  // Pressed again on the way: on from where the visit stands.
  const held = found === 'ready' && (await acts.visit(hash))?.state === 'held';
  return { kind: 'go', to: found === 'booked' ? paths.reservation : held ? paths.cautions : paths.calendar, begin: secret };
}

export async function manageLinkPage({ acts, language, params, token }: Ask): Promise<Answer> {
  const secret = uuid(params['secret']);
  if (!secret.ok) return noLink(language, 'unknown');
  const found = await acts.lookAtManage(secret.value);
  if (found !== 'ready') return noLink(language, found);
  return show(<LinkPage token={token()} action={manageLinkPath(secret.value)} kind="manage" />);
}

export async function openManage({ acts, caller, language, params }: Ask): Promise<Answer> {
  const parsed = uuid(params['secret']);
  if (!parsed.ok) return noLink(language, 'unknown');
  const { secret, hash } = beginVisit();
  const found = await acts.openManage(parsed.value, hash, language, caller);
  if (found !== 'ready') return noLink(language, found);
  return { kind: 'go', to: paths.reservation, begin: secret };
}
