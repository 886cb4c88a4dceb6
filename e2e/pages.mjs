// SPDX-License-Identifier: EUPL-1.2
//
// For every GET route of the site (internal/web/routes.csv) the addresses that are looked at, or the reason why there is no page to look at. A
// route that is not here fails the run.

import { readFileSync } from 'node:fs';

const finding = 'gdp-gap-2010';
const foreign = 'align-bus-timetables'; // belongs to another organisation than the person who looks
const own = 'visiting-doctor-team';

/** A text says why there is nothing to look at. A number behind an address is the status it answers with. */
export const samples = {
  '/': ['/'],
  '/account': ['/account'],
  '/account/data': ['/account/data'],
  '/account/data.json': 'a file',
  '/account/erase': ['/account/erase'],
  '/account/first/{token}': ['/account/first/nonsense 404'],
  '/account/invitation/{token}': ['/account/invitation/nonsense 404'],
  '/account/link/{token}': ['/account/link/nonsense 404'],
  '/account/provider': 'leads to the provider',
  '/actionplan': ['/actionplan', '/actionplan?view=board', '/actionplan?view=timeline', '/actionplan?state=dropped'],
  '/actionplan/action/{slug}': [`/actionplan/action/${foreign}`, `/actionplan/action/${own}`, '/actionplan/action/nowhere 404'],
  '/actionplan/{slug}': 'leads to the record',
  '/adoption/{kind}/{slug}': [`/adoption/plan/klaipeda-2030`],
  '/api': ['/api'],
  '/components': ['/components'],
  '/delete/{kind}/{slug}': [`/delete/action/${own}`],
  '/deleted': ['/deleted'],
  '/drafts': ['/drafts'],
  '/edit/{kind}/{slug}': [`/edit/action/${own}`, `/edit/action/${foreign} 403`, '/edit/partnership/smart-planning', '/edit/organisation/kurzeme-planning-region'],
  '/evidence': ['/evidence'],
  '/evidence/analyses': ['/evidence/analyses'],
  '/evidence/analysis/{slug}': 'looked at when the analysis was made, see states.mjs',
  '/evidence/analysis/{slug}/download': 'a file',
  '/evidence/analysis/{slug}/question': 'looked at when the analysis was made, see states.mjs',
  '/evidence/dataset/{slug}': ['/evidence/dataset/gdp'],
  '/evidence/dataset/{slug}/download': 'a file',
  '/evidence/dataset/{slug}/upload': ['/evidence/dataset/gdp/upload'],
  '/evidence/dataset/{slug}/upload/{id}': 'looked at on the way of journey.mjs',
  '/evidence/datasets': ['/evidence/datasets'],
  '/evidence/finding/{slug}': [`/evidence/finding/${finding}`],
  '/evidence/finding/{slug}/reword': [`/evidence/finding/${finding}/reword`],
  '/evidence/indicator/{slug}': ['/evidence/indicator/gdp-per-head'],
  '/evidence/indicator/{slug}/formula': ['/evidence/indicator/gdp-per-head/formula'],
  '/evidence/indicators': ['/evidence/indicators'],
  '/evidence/method/{method}': ['/evidence/method/structure', '/evidence/method/moran'],
  '/evidence/new-analysis/{method}': ['/evidence/new-analysis/structure', '/evidence/new-analysis/composite', '/evidence/new-analysis/cohort', '/evidence/new-analysis/opinion'],
  '/evidence/new-dataset': ['/evidence/new-dataset'],
  '/evidence/new-dataset/{id}': 'looked at when a file was brought, see states.mjs',
  '/evidence/new-finding': ['/evidence/new-finding'],
  '/evidence/new-indicator': ['/evidence/new-indicator'],
  '/evidence/{slug}': 'leads to the record',
  '/guide': ['/guide'],
  '/guide/chapter/{slug}': ['/guide/chapter/two-coasts'],
  '/guide/chapter/{slug}/write': ['/guide/chapter/two-coasts/write'],
  '/guide/document/{slug}': ['/guide/document/guide'],
  '/guide/{slug}': 'leads to the record',
  '/history/{kind}/{slug}': [`/history/action/${foreign}`],
  '/links/{kind}/{slug}': ['/links/priority/growth-economy'],
  '/new/{kind}': ['/new/action', '/new/measure', '/new/plan'],
  '/operation': ['/operation'],
  '/overview': 'leads to the first page',
  '/overview/partnership/{slug}': 'leads to the first page',
  '/overview/{slug}': 'leads to the record',
  '/people': ['/people'],
  '/people/{person}': ['/people/unknown 404'],
  '/people/{person}/erase': ['/people/unknown/erase 404'],
  '/pick': ['/pick?kind=finding&q=bvp'],
  '/search': ['/search', '/search?q=bvp', '/search?q=zzzz'],
  '/sign-in': ['/sign-in'],
  '/strategy': ['/strategy'],
  '/strategy/baselines': ['/strategy/baselines'],
  '/strategy/check': ['/strategy/check'],
  '/strategy/check.json': 'a file',
  '/strategy/difference': ['/strategy/difference'],
  '/strategy/measure/{slug}': ['/strategy/measure/cross-border-buses'],
  '/strategy/plan/{slug}': ['/strategy/plan/klaipeda-2030'],
  '/strategy/priority/{slug}': ['/strategy/priority/growth-economy'],
  '/strategy/target/{slug}': ['/strategy/target/births-kurzeme'],
  '/strategy/{slug}': 'leads to the record',
  '/territory': ['/territory'],
  '/territory/atlas': ['/territory/atlas', '/territory/atlas?indicator=population', '/territory/atlas?level=municipality'],
  '/territory/atlas/regions.geojson': 'a file; the page that asks for it is looked at in atlas.mjs',
  '/territory/compare': 'leads to the regions chosen',
  '/territory/region/{slug}': ['/territory/region/kurzeme'],
  '/territory/region/{slug}/figures.csv': 'a file',
  '/territory/{slug}': 'leads to the record',
  '/tour': 'begins the tour, see tour.mjs',
};

/** Routes of the table that are not in samples, and those of samples that are in the table no more. */
export function unlisted(table) {
  const routes = readFileSync(table, 'utf8').split('\n').filter((l) => l.startsWith('GET,')).map((l) => l.split(',')[1]);
  return [...routes.filter((r) => !(r in samples)).map((r) => `no page is looked at for ${r}`), ...Object.keys(samples).filter((r) => !routes.includes(r)).map((r) => `${r} is no route any more`)];
}

/** The addresses behind the language with the status each answers with. */
export const looked = [...Object.values(samples).filter(Array.isArray).flat(), '/nowhere/at/all 404'].map((s) => {
  const [path, status] = s.split(' ');
  return { path, status: status ? Number(status) : 200 };
});
