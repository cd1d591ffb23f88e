import type { FormErrors } from '../../../lib/html/index.ts';
import { end, find } from '../../../staff/sessions.ts';
import { signIn } from '../../../staff/sign-in.ts';
import { readForm } from '../../parts/form.tsx';
import { paths } from '../../paths.ts';
import { field, get, go, open, post, type Route, show } from '../../route.ts';
import { signInForm } from './form.ts';
import { REFUSED, SignInPage } from './view.tsx';

/** Where to go on to after signing in: an address of the desk and nothing else, or the way in. */
export const nextOf = (text: string): string => (/^\/(?![/\\])[\w\-./?=&%#]{0,300}$/u.test(text) ? text : paths.home);

export const signInRoutes: readonly Route[] = [
  open('GET', paths.signIn, async (ask) => {
    const found = await find(ask.db, ask.cookie, false);
    const next = nextOf(field(ask.query, 'next'));
    if (found.state === 'live') return go(next);
    const idle = found.state === 'idle';
    return show(
      <SignInPage
        token={ask.token}
        next={next}
        login={idle ? found.session.login : ''}
        idle={idle}
        signedOut={ask.query['out'] === '1'}
      />,
    );
  }),

  open('POST', paths.signIn, async (ask) => {
    const next = nextOf(field(ask.body, 'next'));
    const again = (errors: FormErrors, status: number) =>
      show(<SignInPage token={ask.token} next={next} errors={errors} login={field(ask.body, 'login')} />, status);
    const typed = readForm(ask, signInForm);
    if (!typed.ok) return again(typed.errors, 422);
    const { login, password } = typed.value;
    const signed = await signIn(ask.db, {
      login,
      password,
      address: ask.address,
      source: ask.source,
      browser: ask.browser,
      requestId: ask.requestId,
    });
    if (signed === undefined) return again({ login: REFUSED }, 401);
    // The session this browser had before ends: a cookie is never raised to another account.
    const before = await find(ask.db, ask.cookie, false);
    if (before.state !== 'none') await end(ask.db, { kind: 'staff', staffId: before.session.accountId }, before.session.id);
    return { kind: 'go', to: next, signIn: signed.secret };
  }),

  post(paths.signOut, 'signed-in', async (ask) => {
    await end(ask.db, ask.actor, ask.session.id);
    return { kind: 'go', to: `${paths.signIn}?out=1`, signOut: true };
  }),

  get(paths.home, 'signed-in', async () => go(paths.today)),
];
