// An OpenID provider of the tests' own, by a certified library: it checks PKCE, the client's secret and its addresses.
// People choose who they are on a page of their own; whoever registers as a client does so by the protocol.
import { createServer } from "node:http";
import Provider, { interactionPolicy } from "oidc-provider";

const port = Number(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const policy = interactionPolicy.base();
policy.add(new interactionPolicy.Prompt({ name: "select_account", requestable: true }), 0);

const provider = new Provider(issuer, {
  interactions: { policy, url: (_, interaction) => `/choose/${interaction.uid}` },
  features: { devInteractions: { enabled: false }, registration: { enabled: true } },
  claims: { openid: ["sub"], email: ["email"] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  cookies: { keys: ["of the tests alone"] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: `${id.replace("p-", "")}@mail.test` }) }),
});

async function choose(request, response) {
  const url = new URL(request.url, issuer);
  const who = url.searchParams.get("who");
  if (!who) {
    const links = ["alice", "bob", "charlie"].map((one) => `<p><a href="${url.pathname}?who=p-${one}">${one}</a></p>`);
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(`<!doctype html><html lang="en"><title>Provider</title><h1>Choose who you are</h1>${links.join("")}`);
    return;
  }
  const { params } = await provider.interactionDetails(request, response);
  const grant = new provider.Grant({ accountId: who, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const grantId = await grant.save();
  const result = { select_account: {}, login: { accountId: who }, consent: { grantId } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

const answer = provider.callback();
createServer((request, response) => {
  if (request.url === "/favicon.ico") return response.writeHead(204).end();
  if (!request.url.startsWith("/choose/")) return answer(request, response);
  return choose(request, response).catch((fault) => {
    response.statusCode = 400;
    response.end(String(fault));
  });
}).listen(port, "127.0.0.1", () => console.log("listening"));
