// Of a registration what may be shown: the parts that were permitted (adgang.hpp), of another authority's object the
// field groups of the agreement (spec udveksling 6.3), and what the caller asked for (spec indekser 4.6). A search by
// example is made on what is left after the first two, so that nothing can be guessed by searching.
//
// Of another authority's object only what a field group names is shown, beside what says which object it is: ids,
// times of registration, owner, Sikkerhedsprofil (which receivers must heed). Its Bevillingssag is not among it.
//
//   YD_TYPE      Navn, Ydelse; the class and Klassifikationsbeskrivelse of what is paid
//   YD_PERIODE   when it begins and ends, for how long it was paid, virkning
//   YD_BELOEB    amounts
//   YD_DATO      Dispositionsdato, and of a plan its Dispositionsdag and frequency
//   YD_MODTAGER  parties
//
// Thread safety: free functions.
#pragma once

#include <span>

#include "oio/kald.hpp"
#include "ydelsesindeks/model.hpp"
#include "ydelsesindeks/operationer.hpp"
#include "ydelsesindeks/roller.hpp"

namespace brevdue::ydelsesindeks {

// `dele`: one answer for each part, in their order. The dates that the index says are filled from what is left.
void beskaer(BevillingRegistrering& registrering, std::span<const oio::Adgangssvar> dele, const Roller& roller);
// Amounts of the whole are left out when a part is: they would give it away.
void beskaer(EffektueringRegistrering& registrering, std::span<const oio::Adgangssvar> dele, const Roller& roller);

// What the filter names.
void vaelg(BevillingRegistrering& registrering, const Filter& filter, const Roller& roller);
void vaelg(EffektueringRegistrering& registrering, const Filter& filter, const Roller& roller);

}  // namespace brevdue::ydelsesindeks
