import { PROXY_FORMAT, PROXY_NETWORK } from '../../running/logs/proxy-line.ts';

/** What stands before both sites. `machines`: IP addresses whose processes are asked, one or both. */
type ProxySettings = {
  citizenOrigin: string;
  deskOrigin: string;
  citizenPort: number;
  deskPort: number;
  standInPort: number;
  machines: readonly string[];
  /** A folder for each site's name with fullchain.pem and privkey.pem. */
  certificates: string;
  /** Largest file the desk takes, in MB. */
  uploadMb: number;
};

/** Where the desk says that something was too large (`tooLarge` of its paths). */
const TOO_LARGE = '/too-large';
/** More than the citizens' site takes of a form, so that the site itself says what is too long. */
const FORM = '1m';

const bracketed = (machine: string): string => (machine.includes(':') ? `[${machine}]` : machine);

const upstream = (name: string, machines: readonly string[], port: number): string =>
  [
    `upstream ${name} {`,
    ...machines.map((machine) => `  server ${bracketed(machine)}:${port} max_fails=1 fail_timeout=5s;`),
    // Idle connections that are kept: a new one for each request costs a rush its sockets.
    '  keepalive 32;',
    '}',
  ].join('\n');

/** Where a site is reached: its port is 443 unless its origin says another. */
const listening = (origin: string): { host: string; port: string } => {
  const { hostname, port } = new URL(origin);
  return { host: hostname, port: port === '' ? '443' : port };
};

const tls = ({ certificates }: ProxySettings, host: string, port: string): string => `  listen ${port} ssl http2;
  listen [::]:${port} ssl http2;
  server_name ${host};
  ssl_certificate ${certificates}/${host}/fullchain.pem;
  ssl_certificate_key ${certificates}/${host}/privkey.pem;
  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_session_cache shared:madoguchi_tls:10m;
  ssl_session_tickets off;
  server_tokens off;
  access_log /var/log/nginx/madoguchi.log madoguchi;
  error_log /var/log/nginx/madoguchi-error.log crit;`;

const passed = (name: string): string => `proxy_pass http://${name};
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto https;`;

/** Debian's own folder of pages: a certificate is asked for through it before this configuration stands, and after. */
const WEBROOT = '/var/www/html';

/** Without TLS a site leads to itself with it, and gives its certificate's issuer what it asks for. */
const redirect = (origin: string): string => `server {
  listen 80;
  listen [::]:80;
  server_name ${listening(origin).host};
  access_log off;
  location /.well-known/acme-challenge/ {
    root ${WEBROOT};
    default_type text/plain;
  }
  location / {
    return 301 ${origin}$request_uri;
  }
}`;

/** One for each host: both sites may share one, at different ports, and it leads to the citizens then. */
const redirects = ({ citizenOrigin, deskOrigin }: ProxySettings): string =>
  [citizenOrigin, ...(listening(deskOrigin).host === listening(citizenOrigin).host ? [] : [deskOrigin])].map(redirect).join('\n');

const citizens = (settings: ProxySettings): string => {
  const { host, port } = listening(settings.citizenOrigin);
  return `server {
${tls(settings, host, port)}
  client_max_body_size ${FORM};
  proxy_connect_timeout 2s;
  proxy_read_timeout 30s;
  # The other machine is asked where one does not answer; a form that was sent is not sent twice.
  proxy_next_upstream error timeout;
  error_page 502 504 = @stand_in;
  location / {
    ${passed('madoguchi_citizen')}
    # No proxy_cache_lock: visitors of one address would wait for each other wherever the answer is nobody else's.
    proxy_cache madoguchi;
    proxy_cache_key $scheme$http_host$request_uri;
  }
  location @stand_in {
    proxy_pass http://127.0.0.1:${settings.standInPort};
    proxy_set_header Host $http_host;
  }
}`;
};

const desk = (settings: ProxySettings): string => {
  const { host, port } = listening(settings.deskOrigin);
  return `server {
${tls(settings, host, port)}
  # UPLOAD_MB, and the form around the file. What is larger is refused unread, with the page that the desk has for it.
  client_max_body_size ${settings.uploadMb + 1}m;
  error_page 413 ${TOO_LARGE};
  proxy_connect_timeout 2s;
  # A long list on paper takes a minute to draw.
  proxy_read_timeout 120s;
  proxy_next_upstream error timeout;
  location / {
    ${passed('madoguchi_desk')}
  }
  location = ${TOO_LARGE} {
    internal;
    ${passed('madoguchi_desk')}
    proxy_pass_request_body off;
    proxy_set_header Content-Length "";
  }
}`;
};

/** nginx makes the last folder of it and none above: Debian's package brings /var/lib/nginx, and no /var/cache/nginx. */
const CACHE = '/var/lib/nginx/madoguchi';

/**
 * A whole configuration of nginx 1.22 or later for both sites, to be put into `http { … }` (Debian: /etc/nginx/conf.d/madoguchi.conf).
 * The log has the caller's network alone and no path: links in mails open a reservation. What the citizens' site marks as shared is kept as long as it says (one second).
 */
export const nginxFor = (settings: ProxySettings): string => `# Made by "madoguchi proxy"; made again rather than edited.
# What stands outside of http { … }, in /etc/nginx/nginx.conf: worker_connections, two for each visitor who is served (docs/operations.md).
${PROXY_NETWORK}
log_format madoguchi '${PROXY_FORMAT}';
proxy_cache_path ${CACHE} levels=1:2 keys_zone=madoguchi:10m max_size=200m inactive=10m use_temp_path=off;

${upstream('madoguchi_citizen', settings.machines, settings.citizenPort)}
${upstream('madoguchi_desk', settings.machines, settings.deskPort)}

${redirects(settings)}

${citizens(settings)}

${desk(settings)}
`;
