/** A browser without JavaScript, as small as a test needs: cookies, forms, redirects followed by hand. */
/** `raw`: the body as it came, unpacked, and `bytes` how long it was; `html` is without the signs that only say where a line may break. */
export type Page = {
  status: number;
  url: string;
  html: string;
  raw: Uint8Array;
  bytes: number;
  location: string | null;
  headers: Headers;
};

export type Visitor = {
  get(path: string, headers?: Record<string, string>): Promise<Page>;
  /** Posts fields as a form would; the form's token is taken from the page seen last. */
  post(path: string, fields: Record<string, string | string[]>): Promise<Page>;
  /** Sends a body no form would. */
  send(method: string, path: string, body: string | Uint8Array<ArrayBuffer>, type: string): Promise<Page>;
  /** Posts a form with a file chosen in it. */
  upload(
    path: string,
    fields: Record<string, string>,
    file: { field: string; name: string; bytes: Uint8Array<ArrayBuffer> },
  ): Promise<Page>;
  /** The form's token of the page seen last. */
  token(): string;
  /** Follows the redirect of a page, if it has one. */
  follow(page: Page): Promise<Page>;
  cookies: Map<string, string>;
  last: Page | undefined;
};

const TOKEN = /name="form_token" value="([^"]*)"/u;

/** @param always headers of every request: `x-forwarded-for` makes somebody come from elsewhere */
export function visitor(base: string, always: Record<string, string> = {}): Visitor {
  const cookies = new Map<string, string>();
  let token = '';
  const send = async (
    method: string,
    path: string,
    body?: URLSearchParams | string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ): Promise<Page> => {
    const response = await fetch(`${base}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...always, ...headers, cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(body === undefined ? {} : { body }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      const value = pair.slice(at + 1);
      if (value === '' || /expires=Thu, 01 Jan 1970/iu.test(line)) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), value);
    }
    // Words as one sees them: without the marks where a line may break.
    const came = await response.arrayBuffer();
    const html = new TextDecoder().decode(came).replace(/[\u200b\ufeff]/gu, '');
    const found = TOKEN.exec(html)?.[1];
    if (found !== undefined) token = found.replaceAll('&amp;', '&');
    const page = {
      status: response.status,
      url: path,
      html,
      raw: new Uint8Array(came),
      bytes: came.byteLength,
      location: response.headers.get('location'),
      headers: response.headers,
    };
    me.last = page;
    return page;
  };
  const me: Visitor = {
    cookies,
    last: undefined,
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, fields) => {
      const body = new URLSearchParams({ form_token: token });
      for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
      return send('POST', path, body);
    },
    send: (method, path, body, type) => send(method, path, body, { 'content-type': type }),
    upload: async (path, fields, { field, name, bytes }) => {
      const form = new FormData();
      for (const [key, value] of Object.entries({ form_token: token, ...fields })) form.append(key, value);
      form.append(field, new File([bytes], name));
      const sent = new Response(form);
      return send('POST', path, await sent.bytes(), { 'content-type': sent.headers.get('content-type') ?? '' });
    },
    token: () => token,
    follow: async (page) =>
      page.location === null ? page : send('GET', new URL(page.location, base).pathname + new URL(page.location, base).search),
  };
  return me;
}

/** Someone signed in at the desk. */
export async function signedIn(
  base: string,
  login: string,
  password: string,
  always: Record<string, string> = {},
): Promise<Visitor> {
  const me = visitor(base, always);
  await me.get('/sign-in');
  const page = await me.post('/sign-in', { login, password, next: '' });
  if (page.status !== 303) throw new Error(`not signed in: ${page.status}`);
  // The form's token is whoever's is signed in.
  await me.get('/password');
  return me;
}
