// Effects of coaching in eight schools (Rubin 1981; Gelman et al., Bayesian Data Analysis, section 5.5), not centred.
data {
  vector[8] y;
  vector[8] sigma;
}
parameters {
  real mu;
  real<lower=0> tau;
  vector[8] z;
}
transformed parameters {
  vector[8] theta = mu + tau * z;
}
model {
  mu ~ normal(0, 5);
  tau ~ cauchy(0, 5);
  z ~ std_normal();
  y ~ normal(theta, sigma);
}
generated quantities {
  real log_tau = log(tau);
  real log_likelihood = normal_lpdf(y | theta, sigma);
}
