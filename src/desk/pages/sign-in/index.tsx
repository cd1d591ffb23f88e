import { end, find } from '../../../staff/sessions.ts';
import { signIn } from '../../../staff/sign-in.ts';
import { paths } from '../../paths.ts';
import { field, get, go, open, post, type Route, show } from '../../route.ts';
import { SignInPage } from './view.tsx';

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
    const login = field(ask.body, 'login').trim().slice(0, 100);
    const next = nextOf(field(ask.body, 'next'));
    const password = field(ask.body, 'password').slice(0, 1000);
    const signed = await signIn(ask.db, {
      login,
      password,
      address: ask.address,
      source: ask.source,
      browser: ask.browser,
      requestId: ask.requestId,
    });
    if (signed === undefined) return show(<SignInPage token={ask.token} next={next} refused login={login} />, 401);
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
