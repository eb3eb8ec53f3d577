#include "windowfixture.h"
int main()
{
    return 0;
}
