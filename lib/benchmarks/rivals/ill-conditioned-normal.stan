// A correlated normal distribution given by its precision matrix.
data {
  int<lower=1> n;
  matrix[n, n] precision;
}
parameters {
  vector[n] x;
}
model {
  target += -0.5 * dot_product(x, precision * x);
}
