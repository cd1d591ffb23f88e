import type { FormErrors } from '../../../lib/html/index.ts';
import { end, find } from '../../../staff/sessions.ts';
import { signIn } from '../../../staff/sign-in.ts';
import { readForm } from '../../parts/form.tsx';
import { paths, withQuery } from '../../paths.ts';
import { field, get, go, NEVER_KEPT, open, post, type Route, show } from '../../route.ts';
import { signInForm } from './form.ts';
import { endBefore, nextOf } from './next.ts';
import { secondStepRoutes } from './second.tsx';
import { REFUSED, SignInPage } from './view.tsx';

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
        late={ask.query['late'] === '1'}
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
      cookie: ask.cookie,
    });
    if (signed === undefined) return again({ login: REFUSED }, 401);
    if (signed.to === 'second') return { kind: 'go', to: withQuery(paths.signInCode, { next }), half: signed.secret };
    await endBefore(ask);
    return { kind: 'go', to: next, signIn: signed.secret };
  }),

  ...secondStepRoutes,

  post(paths.signOut, 'signed-in', NEVER_KEPT, async (ask) => {
    await end(ask.db, ask.actor, ask.session.id);
    return { kind: 'go', to: `${paths.signIn}?out=1`, signOut: true };
  }),

  get(paths.home, 'signed-in', async () => go(paths.today)),
];
