import { textsOf } from '../../../languages/index.ts';
import { Button, LinkButton, Notice, Phrase, PostForm, Says } from '../../../lib/html/index.ts';
import { textOf } from '../../../lib/http/fields.ts';
import { Frame } from '../../frame.tsx';
import { Ended } from '../../parts/ended.tsx';
import { anotherVisit } from '../../parts/problems.tsx';
import { paths } from '../../paths.ts';
import { type Answer, type Ask, go, show } from '../../route.ts';

export async function finishPage(ask: Ask): Promise<Answer> {
  return asked(ask, false);
}

/** Asked once more. `open`: somebody is on their way to a booking that is not made, and may take 終了する for the end of it. */
function asked({ language, token }: Ask, open: boolean): Answer {
  const words = textsOf(language).finish;
  return show(
    <Frame title={words.title} finish={false}>
      <h1>
        <Phrase>{words.title}</Phrase>
      </h1>
      <div class="stack lead">
        {open && (
          <Notice kind="stop" role="alert">
            <Says>{textsOf(language).letters.link.notYet}</Says>
          </Notice>
        )}
        {words.lead.map((one) => (
          <Says>{one}</Says>
        ))}
      </div>
      <PostForm action={paths.finish} token={token()} hidden={{ sure: 'yes' }}>
        <div class="acts">
          {open ? (
            <>
              <LinkButton href={paths.continue}>{words.goOn}</LinkButton> <Button kind="second">{words.finish}</Button>
            </>
          ) : (
            <>
              <Button>{words.finish}</Button>{' '}
              <LinkButton href={paths.continue} kind="second">
                {words.goOn}
              </LinkButton>
            </>
          )}
        </div>
      </PostForm>
    </Frame>,
  );
}

/** Ends the visit and this browser's way into it, lets go of what it held: for borrowed phones. Where nothing is booked yet that is said first, and asked. The cookie stays: it opens nothing, and says that it was ended. */
export async function finish(ask: Ask): Promise<Answer> {
  const { acts, caller, cookie } = ask;
  if (cookie !== undefined) {
    const visit = await acts.visit(cookie);
    if (visit !== undefined && ask.formOwner(visit.id) === 'another') return anotherVisit(ask);
    if (visit !== undefined && visit.number === null && textOf(ask.body, 'sure') !== 'yes') return asked(ask, true);
    await acts.finish(cookie, caller, true);
  }
  return go(paths.finished);
}

export async function finishedPage({ language }: Ask): Promise<Answer> {
  const words = textsOf(language).finish;
  return show(
    <Ended title={words.doneTitle} says={words.done} finish={false} next={[{ text: words.start, href: paths.start }]} />,
  );
}
