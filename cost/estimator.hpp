// Puts an estimate together from cohorts and tables, whatever the cohorts were made from, and gathers what it rests on.
#pragma once

#include "cost/estimate.hpp"

namespace shelflife::cost {

// Of two courses the one with the higher bill.
class DearerBill : public Dearer {
 public:
  DearerBill(const Tariff& tariff, std::uint32_t read_percent) : tariff_(tariff), read_percent_(read_percent) {}
  bool operator()(const Cohort& cohort, const std::vector<Step>& a, const std::vector<Step>& b) const override;

 private:
  const Tariff& tariff_;
  std::uint32_t read_percent_;
};

class Estimator {
 public:
  // `tables` must outlive what finish() gives.
  explicit Estimator(const Tables& tables) : tables_(tables) {}

  // The tariff of a provider; nothing where there is no table.
  std::optional<Tariff> tariff(Provider provider, TierMap tiers) const;
  void put(StoreEstimate& store, const Tariff& tariff, Group group, const Cohorts& cohorts);
  static void put_moves(StoreEstimate& store, std::vector<BreakEven> moves);  // each once
  void assume(std::string text);                                              // each once
  void tell_table(const PriceTable& table);
  void tell_region(const Store& store, const PriceTable& table);  // where it is not that of the table
  Estimate finish();

  Estimate out;

 private:
  void tell_group(const Tariff& tariff, const Group& group, const Cohorts& cohorts);
  const Tables& tables_;
};

}  // namespace shelflife::cost
